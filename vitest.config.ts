import { defineConfig } from 'vitest/config';

// unit: no sleeps, one test file per source file; ports of loopback only where
// the part under test is about sockets. e2e: a real proxy
// and a real origin on loopback. browser: headless Chromium; it is skipped,
// saying so, on a machine that has none. lan: a home network in network
// namespaces, with Eyelid on its router; it needs root and nft, or is skipped.
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['tests/unit/**/*.test.{ts,tsx}'],
          setupFiles: ['tests/support/fuzz-seed.ts'],
          // A busy machine is no failure: these end what hangs, and time nothing.
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['tests/e2e/**/*.test.ts'],
          fileParallelism: false,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'lan',
          include: ['tests/lan/**/*.test.ts'],
          fileParallelism: false,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'browser',
          include: ['tests/browser/**/*.test.ts'],
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
