import { Button } from "../parts/Button";
import { navigate } from "../routes";
import { Header } from "./Header";
import { Notice } from "./Notice";
import styles from "./page.module.css";

export function NowhereScreen({ path }: { path: string }) {
  return (
    <>
      <Header page={null} title="Offing" />
      <main className={styles.main} id="page" tabIndex={-1} data-quiet-focus aria-label="Nothing at this address">
        <Notice title="Nothing at this address" text={`Offing has no screen at ${path}. Your pages are all there.`}>
          <Button kind="primary" onClick={() => navigate("/", true)}>
            Go to your pages
          </Button>
        </Notice>
      </main>
    </>
  );
}
