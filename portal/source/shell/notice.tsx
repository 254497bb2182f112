// A full-page message with the one thing to do about it.

interface Props {
  readonly title: string;
  readonly text: string;
  readonly action: string;
  readonly onAction: () => void;
}

export function Notice({ title, text, action, onAction }: Props) {
  return (
    <main className="notice" role="alert">
      <h1>{title}</h1>
      <p>{text}</p>
      <button type="button" className="quiet-button" onClick={onAction}>
        {action}
      </button>
    </main>
  );
}
