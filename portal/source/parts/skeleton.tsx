// Stands where something will be, as high as it will be, so that nothing jumps when it comes.

/** Of a line of text, with the space to the next. */
const LINE_EM = 2;

interface Props {
  /** As many lines of text as are to come. */
  readonly lines?: number;
  /** Of one block, in CSS pixels, instead of lines. */
  readonly height?: number;
  readonly label?: string;
}

export function Skeleton({ lines = 3, height, label = 'Loading …' }: Props) {
  return (
    <div className="skeleton" role="status">
      <span className="visually-hidden">{label}</span>
      {height ? (
        <div className="skeleton-block" style={{ height }} />
      ) : (
        <div className="skeleton-lines" style={{ height: `${lines * LINE_EM}em` }} />
      )}
    </div>
  );
}
