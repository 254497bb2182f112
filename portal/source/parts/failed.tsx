// Says what could not be shown, why, and what to do about it.

import { Button } from './button.tsx';
import { WithCode } from './with-code.tsx';

interface Props {
  /** What is missing: "The incidents cannot be shown." */
  readonly title: string;
  readonly error: { readonly message: string } | null;
  readonly onRetry?: () => void;
}

export function Failed({ title, error, onRetry }: Props) {
  return (
    <div className="failed" role="alert">
      <p className="failed-title">{title}</p>
      {error && (
        <p>
          <WithCode text={error.message} />
        </p>
      )}
      {onRetry && <Button onClick={onRetry}>Try again</Button>}
    </div>
  );
}
