/** What the formats need of the authority. */
export interface PublicCertificate {
  readonly name: string;
  readonly certificatePem: string;
  readonly certificateDer: Uint8Array;
  /** SHA-256, hex, with or without colons. */
  readonly fingerprint: string;
}

/** One downloadable form of the certificate. */
export interface CertificateFile {
  readonly name: 'ca.pem' | 'ca.crt' | 'ca.mobileconfig';
  readonly contentType: string;
  readonly content: Uint8Array;
}

/**
 * The forms that devices want: PEM for Linux, Firefox and programs; DER as
 * `.crt` for Android and Windows; a configuration profile for Apple's.
 */
export function certificateFiles(certificate: PublicCertificate): readonly CertificateFile[] {
  return [
    {
      name: 'ca.pem',
      contentType: 'application/x-pem-file',
      content: Buffer.from(certificate.certificatePem, 'ascii'),
    },
    {
      name: 'ca.crt',
      contentType: 'application/x-x509-ca-cert',
      content: certificate.certificateDer,
    },
    {
      name: 'ca.mobileconfig',
      contentType: 'application/x-apple-aspen-config',
      content: Buffer.from(toMobileconfig(certificate), 'utf8'),
    },
  ];
}

/**
 * An Apple configuration profile (XML property list) with one payload of type
 * `com.apple.security.root`. Its identifiers come from the fingerprint, so that
 * installing it again replaces it instead of adding another.
 */
export function toMobileconfig(certificate: PublicCertificate): string {
  const hex = certificate.fingerprint.replaceAll(':', '').toLowerCase();
  const identifier = `internal.eyelid.${hex.slice(0, 8)}`;
  const name = escapeXml(certificate.name);
  const data = Buffer.from(certificate.certificateDer).toString('base64');
  return `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<dict>
  <key>PayloadContent</key>
  <array>
    <dict>
      <key>PayloadCertificateFileName</key>
      <string>eyelid-ca.cer</string>
      <key>PayloadContent</key>
      <data>${data}</data>
      <key>PayloadDescription</key>
      <string>Lets Eyelid filter encrypted requests of this device.</string>
      <key>PayloadDisplayName</key>
      <string>${name}</string>
      <key>PayloadIdentifier</key>
      <string>${identifier}.root</string>
      <key>PayloadType</key>
      <string>com.apple.security.root</string>
      <key>PayloadUUID</key>
      <string>${uuidFrom(hex.slice(32))}</string>
      <key>PayloadVersion</key>
      <integer>1</integer>
    </dict>
  </array>
  <key>PayloadDescription</key>
  <string>After installing it, turn it on under Settings, General, About, Certificate Trust Settings.</string>
  <key>PayloadDisplayName</key>
  <string>${name}</string>
  <key>PayloadIdentifier</key>
  <string>${identifier}</string>
  <key>PayloadType</key>
  <string>Configuration</string>
  <key>PayloadUUID</key>
  <string>${uuidFrom(hex.slice(0, 32))}</string>
  <key>PayloadVersion</key>
  <integer>1</integer>
</dict>
</plist>
`;
}

/** A version 8 UUID (RFC 9562 section 5.8) of 32 hex digits. */
function uuidFrom(hex: string): string {
  const variant = ((Number.parseInt(hex.slice(16, 17), 16) & 0x3) | 0x8).toString(16);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ]
    .join('-')
    .toUpperCase();
}

function escapeXml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&apos;');
}
