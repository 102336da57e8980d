import { useState, type FormEvent } from "react";
import { formProblem, type FormField, type FormKind, type FormProblem } from "../wording";

/**
 * One form: checks, sends, and puts the focus on the field that has to be mended. What was typed
 * stays whatever happens.
 */
export function useForm<Values extends Record<string, string>>(
  kind: FormKind,
  initial: Values,
  check: (values: Values) => FormProblem | null,
  send: (values: Values) => Promise<void>,
  onDone: () => void,
) {
  const [values, setValues] = useState(initial);
  const [problem, setProblem] = useState<FormProblem | null>(null);
  const [busy, setBusy] = useState(false);

  function fail(form: HTMLFormElement, found: FormProblem) {
    setProblem(found);
    form.querySelector<HTMLElement>(`[name="${found.field}"]`)?.focus();
  }

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = event.currentTarget;
    if (busy) return;
    const wrong = check(values);
    if (wrong !== null) {
      fail(form, wrong);
      return;
    }
    setBusy(true);
    setProblem(null);
    try {
      await send(values);
      onDone();
    } catch (error) {
      fail(form, formProblem(kind, error));
    } finally {
      setBusy(false);
    }
  }

  const field = (name: keyof Values & FormField) => ({
    name,
    value: values[name],
    problem: problem?.field === name ? problem.message : null,
    onChange: (event: { target: { value: string } }) => {
      setValues((before) => ({ ...before, [name]: event.target.value }));
      if (problem?.field === name) setProblem(null);
    },
  });

  return {
    busy,
    values,
    field,
    problem: problem?.field === "form" ? problem.message : null,
    submit: (event: FormEvent<HTMLFormElement>) => void submit(event),
  };
}
