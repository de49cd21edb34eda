import { describe, expect, test } from 'vitest';
import { canonicalEmails, emailForms, maskEmail, readEmail } from '../../../src/household/email.ts';

describe('an address is read', () => {
  test.each([
    ['ana@example.com', 'ana@example.com'],
    ['  Ana.Lopez+x@Mail.Example.CO.UK\n', 'Ana.Lopez+x@Mail.Example.CO.UK'],
    ["o'neil_99@example.museum", "o'neil_99@example.museum"],
  ])('%j', (text, address) => {
    expect(readEmail(text)).toBe(address);
  });

  test.each([
    '',
    'ana',
    'ana@',
    '@example.com',
    'ana@example',
    'ana@exa mple.com',
    'a@b@example.com',
    'ana@example.com, ben@example.com',
    `${'a'.repeat(65)}@example.com`,
    `ana@${'a.'.repeat(130)}com`,
  ])('but not %j', (text) => {
    expect(readEmail(text)).toBeNull();
  });
});

describe('the forms of an address hold', () => {
  // "Enhanced conversions": trim, lower-case, and remove the dots before the domain at Google's.
  test.each([
    ['what was typed', 'Ana@Example.com', 'Ana@Example.com'],
    ['lower case', 'Ana@Example.com', 'ana@example.com'],
    ['capitals', 'Ana@Example.com', 'ANA@EXAMPLE.COM'],
    ['no tag', 'ana+shop@example.com', 'ana@example.com'],
    ['no dots at Google', 'Jane.Doe@Gmail.com', 'janedoe@gmail.com'],
    ['no dots at its other name', 'jane.doe@googlemail.com', 'janedoe@googlemail.com'],
    ['one name for the other', 'jane.doe@googlemail.com', 'janedoe@gmail.com'],
    ['neither dots nor tag at Google', 'j.d+news@gmail.com', 'jd@gmail.com'],
    ['a tag without dots at Google', 'j.d+news@gmail.com', 'jd+news@gmail.com'],
  ])('%s: %s', (_what, address, form) => {
    expect(emailForms(address)).toContain(form);
  });

  test('and dots elsewhere, where they count', () => {
    expect(emailForms('jane.doe@example.com')).not.toContain('janedoe@example.com');
  });

  test('none twice', () => {
    for (const address of ['ana@example.com', 'j.d+x@gmail.com', '+x@gmail.com']) {
      const forms = emailForms(address);
      expect(new Set(forms).size).toBe(forms.length);
      expect(forms.length).toBeLessThan(20);
    }
  });
});

test('two ways to write one mailbox have a form in common', () => {
  const forms = new Set(canonicalEmails('jane.doe@gmail.com'));
  expect(canonicalEmails('JaneDoe+shop@googlemail.com').some((form) => forms.has(form))).toBe(true);
  expect(canonicalEmails('john.doe@gmail.com').some((form) => forms.has(form))).toBe(false);
});

test('masked, an address shows two letters', () => {
  expect(maskEmail('ana.lopez@gmail.com')).toBe('a…@g…');
});
