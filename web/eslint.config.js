import js from "@eslint/js";
import reactHooks from "eslint-plugin-react-hooks";
import tseslint from "typescript-eslint";

export default tseslint.config(
  { ignores: ["dist", "node_modules", "playwright-report", "test-results", "tools", "eslint.config.js", "public"] },
  js.configs.recommended,
  ...tseslint.configs.recommendedTypeChecked,
  {
    languageOptions: {
      parserOptions: { project: ["./tsconfig.app.json", "./tsconfig.test.json"], tsconfigRootDir: import.meta.dirname },
    },
    plugins: { "react-hooks": reactHooks },
    rules: {
      ...reactHooks.configs.recommended.rules,
      eqeqeq: ["error", "always", { null: "ignore" }],
      "no-console": "error",
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
      "@typescript-eslint/switch-exhaustiveness-check": ["error", { considerDefaultExhaustiveForUnions: true }],
    },
  },
  {
    // Spies take methods from prototypes.
    files: ["test/**"],
    rules: { "@typescript-eslint/unbound-method": "off" },
  },
  {
    // The screens know the data layer by its border only.
    files: ["src/app/**", "src/editor/**"],
    rules: {
      "no-restricted-imports": [
        "error",
        {
          patterns: [
            {
              group: ["**/data/*", "!**/data/api", "!**/data/workspace"],
              message: "Import data/api or data/workspace.",
            },
            { group: ["offing-engine"], message: "Import engine/types; the module itself belongs to the data layer." },
          ],
        },
      ],
    },
  },
);
