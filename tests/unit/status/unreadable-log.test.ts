import { expect, test } from 'vitest';
import { AppError } from '../../../src/model/errors.ts';
import { browse } from '../../support/status-browser.ts';
import { CODE, household } from '../../support/status-ports.ts';

test('where the log cannot be read, pages and the API say why', async () => {
  const why = 'reading the log: it is damaged; it will be set aside at the next start';
  const { ports, log, errors } = household();
  log.overview = () => Promise.reject(new AppError('LOG_UNUSABLE', why));
  const browser = browse(ports);
  await browser.logIn(CODE);
  const page = await browser.get('/');
  const text = await page.text();
  expect(page.status).toBe(500);
  expect(text).toContain('The log cannot be read');
  expect(text).toContain(why);
  const answer = await browser.get('/api/overview');
  expect([answer.status, await answer.json()]).toEqual([500, { error: why }]);
  // Whoever reads the log tells of it, once; here each request would.
  expect(errors).toEqual([]);
});
