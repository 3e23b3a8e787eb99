/** Fetches what a settings page shows, with its loading and error states. */
import { useEffect, useState } from "preact/hooks";
import { againLater } from "../again";
import { api } from "../api";

export interface Data<T> {
  value: T | null;
  error: unknown;
  reload: () => void;
}

export function useData<T>(path: string): Data<T> {
  const [value, setValue] = useState<T | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    const control = new AbortController();
    setError(null);
    api<T>("GET", path, undefined, control.signal).then(setValue, (problem: unknown) => {
      if (control.signal.aborted) return;
      setError(problem);
      againLater(problem, () => !control.signal.aborted, () => setTurn((one) => one + 1));
    });
    return () => control.abort();
  }, [path, turn]);
  return { value, error, reload: () => setTurn((one) => one + 1) };
}

/** Lists may come bare or under their name. */
export function listIn<T>(answer: T[] | Record<string, unknown> | null, name: string): T[] | null {
  if (answer === null) return null;
  return Array.isArray(answer) ? answer : ((answer[name] as T[] | undefined) ?? []);
}
