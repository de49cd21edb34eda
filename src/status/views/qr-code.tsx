import { encode } from 'uqr';

/** Modules of nothing around it: ISO/IEC 18004 wants four. */
const QUIET = 4;

/**
 * A text as a QR code, dark on light whatever the colours of the page, because
 * many cameras read no other. `label` is what those hear who do not see it.
 */
export function QrCode({ text, label }: { readonly text: string; readonly label: string }) {
  const { data, size } = encode(text, { ecc: 'M', border: 0 });
  const whole = size + 2 * QUIET;
  return (
    <svg class="qr" viewBox={`0 0 ${whole} ${whole}`} role="img" aria-label={label}>
      <rect width={whole} height={whole} fill="#fff" />
      <path fill="#000" d={path(data)} shape-rendering="crispEdges" />
    </svg>
  );
}

/** One rectangle for each run of dark modules of a line. */
function path(lines: readonly (readonly boolean[])[]): string {
  return lines
    .flatMap((line, y) =>
      line.flatMap((dark, x) => {
        if (!dark || line[x - 1] === true) return [];
        const end = line.indexOf(false, x);
        const width = (end < 0 ? line.length : end) - x;
        return [`M${x + QUIET} ${y + QUIET}h${width}v1h-${width}z`];
      }),
    )
    .join('');
}
