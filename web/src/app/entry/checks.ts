/** Checks of what was typed before anything is sent. The server checks again; these only spare the way. */
import type { FormField, FormProblem } from "../wording";

export const passwordShortest = 8;

const missing: Readonly<Record<Exclude<FormField, "form">, string>> = {
  code: "Type the code from the server’s console.",
  workspaceName: "Give the workspace a name; it can be changed later.",
  name: "Type the name the others know you by.",
  email: "Type your e-mail address.",
  password: "Type a password.",
};

/** @returns the first problem in the order of the fields, null if none */
export function checkFields(values: Readonly<Record<string, string>>, chooses: "new" | "known"): FormProblem | null {
  for (const field of ["code", "workspaceName", "name", "email", "password"] as const) {
    const value = values[field];
    if (value === undefined) continue;
    if ((field === "password" ? value : value.trim()) === "") return { field, message: missing[field] };
    if (field === "email" && !/^[^\s@]+@[^\s@]+$/u.test(value.trim())) {
      return { field, message: "An e-mail address has one @ with something on both sides." };
    }
    if (field === "password" && chooses === "new" && [...value].length < passwordShortest) {
      return {
        field,
        message: `At least ${passwordShortest} characters. A few plain words in a row are good and easy to keep.`,
      };
    }
  }
  return null;
}
