import { X509Certificate } from 'node:crypto';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { openAuthority } from '../../../src/certs/authority.ts';
import { certificateFiles, toMobileconfig } from '../../../src/certs/formats.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const UUID = /^[0-9A-F]{8}-[0-9A-F]{4}-8[0-9A-F]{3}-[89AB][0-9A-F]{3}-[0-9A-F]{12}$/;

const open = () => openAuthority(path.join(temporaryFolder(), 'certs'), Date.now);
const valuesOf = (profile: string, key: string) =>
  [...profile.matchAll(new RegExp(`<key>${key}</key>\\s*<(\\w+)>([^<]*)</\\1>`, 'g'))].map(
    (match) => match[2] as string,
  );

describe('certificateFiles', () => {
  it('is the same certificate in every format', () => {
    const authority = open();
    const files = new Map(certificateFiles(authority).map((file) => [file.name, file]));
    for (const name of ['ca.pem', 'ca.crt'] as const) {
      const certificate = new X509Certificate(files.get(name)?.content as Uint8Array);
      expect(certificate.fingerprint256).toBe(authority.fingerprint);
    }
    expect([...files.values()].map((file) => file.contentType)).toEqual([
      'application/x-pem-file',
      'application/x-x509-ca-cert',
      'application/x-apple-aspen-config',
    ]);
    const profile = Buffer.from(files.get('ca.mobileconfig')?.content as Uint8Array).toString();
    expect(profile).toBe(toMobileconfig(authority));
    const [data] = [...profile.matchAll(/<data>([^<]*)<\/data>/g)].map((match) => match[1]);
    const certificate = new X509Certificate(Buffer.from(data as string, 'base64'));
    expect(certificate.fingerprint256).toBe(authority.fingerprint);
  });
});

describe('toMobileconfig', () => {
  it('is a profile with one root payload', () => {
    const profile = toMobileconfig(open());
    expect(valuesOf(profile, 'PayloadType')).toEqual(['com.apple.security.root', 'Configuration']);
    expect(valuesOf(profile, 'PayloadVersion')).toEqual(['1', '1']);
    const identifiers = valuesOf(profile, 'PayloadIdentifier');
    expect(new Set(identifiers).size).toBe(2);
    const uuids = valuesOf(profile, 'PayloadUUID');
    expect(new Set(uuids).size).toBe(2);
    for (const uuid of uuids) expect(uuid).toMatch(UUID);
  });

  it('keeps its identifiers for one authority and changes them for another', () => {
    const authority = open();
    expect(toMobileconfig(authority)).toBe(toMobileconfig(authority));
    const mine = valuesOf(toMobileconfig(authority), 'PayloadUUID');
    const theirs = valuesOf(toMobileconfig(open()), 'PayloadUUID');
    expect(mine.filter((uuid) => theirs.includes(uuid))).toEqual([]);
  });

  it('escapes the name', () => {
    const profile = toMobileconfig({ ...open(), name: `<key>&"'` });
    expect(valuesOf(profile, 'PayloadDisplayName')).toEqual([
      '&lt;key&gt;&amp;&quot;&apos;',
      '&lt;key&gt;&amp;&quot;&apos;',
    ]);
  });
});
