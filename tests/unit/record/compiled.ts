import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '../../..');

/** The room as JavaScript in `<into>/dist`, since a child or a thread is a plain Node. */
export function compiled(into: string): void {
  const config = join(into, 'tsconfig.json');
  writeFileSync(
    config,
    JSON.stringify({
      extends: join(ROOT, 'tsconfig.json'),
      compilerOptions: {
        rootDir: join(ROOT, 'src'),
        outDir: join(into, 'dist'),
        noCheck: true,
        noEmit: false,
        types: [],
      },
      include: [join(ROOT, 'src/record'), join(ROOT, 'src/model')],
    }),
  );
  execFileSync(process.execPath, [join(ROOT, 'node_modules/typescript/bin/tsc'), '-p', config]);
  symlinkSync(join(ROOT, 'node_modules'), join(into, 'node_modules'));
  mkdirSync(join(into, 'dist'), { recursive: true });
  writeFileSync(join(into, 'dist/package.json'), '{"type":"module"}');
}
