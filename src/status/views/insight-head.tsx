import type { Stretch } from '../stretch.ts';
import { INSIGHT_STRETCHES } from './insight.tsx';
import { cut } from './log-item.tsx';
import { StretchLinks } from './stretch-links.tsx';

/** The head of the page of one tracker or one site: the way back, its name, and the stretches of time. */
export function InsightHead(props: {
  readonly path: string;
  readonly name: string;
  readonly stretch: Stretch;
}) {
  const { path, name, stretch } = props;
  return (
    <>
      <p class="back">
        <a href={`/insight?last=${stretch.name}`}>Insight</a>
      </p>
      <div class="heading">
        <h1>{cut(name, 80)}</h1>
        <StretchLinks path={path} query={{ name }} offered={INSIGHT_STRETCHES} current={stretch} />
      </div>
    </>
  );
}
