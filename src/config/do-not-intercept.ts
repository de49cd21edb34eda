/** A host whose TLS is passed through unopened, and why; the reason is shown on the page. */
export interface HostException {
  /** `bank.example` (exactly) or `.bank.example` (it and its sub-domains). */
  readonly host: string;
  readonly reason: string;
}

function because(reason: string, hosts: string): readonly HostException[] {
  return hosts
    .trim()
    .split(/\s+/)
    .map((host) => ({ host, reason }));
}

/**
 * What ships. It holds hosts of two sorts: those whose programs refuse any
 * certificate but their maker's, so that opening them would break something
 * (makers publish such lists: Apple's "Use Apple products on enterprise
 * networks", Microsoft's Windows Update endpoints), and those whose content is
 * nobody's business. Rules still block these hosts by name.
 */
export const SHIPPED_EXCEPTIONS: readonly HostException[] = [
  ...because(
    'Apple devices refuse interception of their own services',
    '.apple.com .cdn-apple.com .mzstatic.com .icloud.com .icloud-content.com .apple-cloudkit.com .apple-livephotoskit.com',
  ),
  ...because(
    'Windows and its store refuse interception while updating',
    `.windowsupdate.com .update.microsoft.com .delivery.mp.microsoft.com .do.dsp.mp.microsoft.com
     .sls.microsoft.com .md.mp.microsoft.com .smartscreen.microsoft.com`,
  ),
  ...because('Windows push messages', '.wns.windows.com .notify.windows.com'),
  ...because(
    'Android and Chrome refuse interception while updating',
    'android.clients.google.com android.apis.google.com android.googleapis.com play.googleapis.com update.googleapis.com .gvt1.com .gvt2.com',
  ),
  ...because('Android push messages', '.mtalk.google.com fcm.googleapis.com'),
  ...because(
    'Firefox accepts only its own certificates for updates, add-ons and push',
    'aus5.mozilla.org addons.mozilla.org firefox.settings.services.mozilla.com .push.services.mozilla.com',
  ),
  ...because(
    'a check whether the network reaches the internet',
    `connectivitycheck.gstatic.com connectivitycheck.android.com www.msftconnecttest.com
     ipv6.msftconnecttest.com www.msftncsi.com detectportal.firefox.com network-test.debian.org
     nmcheck.gnome.org connectivity-check.ubuntu.com`,
  ),
  ...because(
    'a messenger that accepts only its own certificates',
    '.signal.org .whatsapp.net .threema.ch .wire.com',
  ),
  ...because(
    'a password manager',
    '.1password.com .1password.eu .1password.ca .bitwarden.com .bitwarden.eu .lastpass.com .dashlane.com .keepersecurity.com',
  ),
  ...because(
    'payments',
    `.paypal.com .paypalobjects.com .stripe.com .stripe.network .adyen.com .klarna.com .wise.com
     .worldpay.com .braintreegateway.com .squareup.com .mollie.com .cardinalcommerce.com
     .americanexpress.com .mastercard.com .visa.com`,
  ),
  ...because(
    'a bank',
    `.bank .chase.com .bankofamerica.com .wellsfargo.com .citi.com .capitalone.com .usbank.com
     .pnc.com .schwab.com .fidelity.com .vanguard.com .rbcroyalbank.com .td.com .scotiabank.com
     .bmo.com .cibc.com .hsbc.com .hsbc.co.uk .barclays.co.uk .lloydsbank.co.uk .natwest.com
     .santander.co.uk .nationwide.co.uk .monzo.com .starlingbank.com .revolut.com .n26.com
     .deutsche-bank.de .commerzbank.de .comdirect.de .dkb.de .ing.de .ing.com .ing.nl .sparkasse.de
     .postbank.de .consorsbank.de .vr.de .raiffeisen.at .sparkasse.at .bawag.at .ubs.com
     .postfinance.ch .raiffeisen.ch .zkb.ch .rabobank.nl .abnamro.nl .kbc.be .belfius.be
     .bnpparibas.net .credit-agricole.fr .societegenerale.fr .boursobank.com .labanquepostale.fr
     .intesasanpaolo.com .unicredit.it .bbva.es .caixabank.es .bancosantander.es .nordea.com
     .swedbank.se .seb.se .handelsbanken.se .danskebank.dk .dnb.no .op.fi .pkobp.pl .mbank.pl
     .csob.cz .commbank.com.au .anz.com .anz.com.au .westpac.com.au .nab.com.au`,
  ),
  ...because(
    'government',
    `.gov .mil .gov.uk .gc.ca .canada.ca .gov.au .govt.nz .gouv.fr .bund.de .elster.de .admin.ch
     .gv.at .europa.eu .overheid.nl .digid.nl .gov.ie .gov.pl .gov.it .gob.es .gov.pt .suomi.fi`,
  ),
  ...because(
    'health',
    `.nhs.uk .mychart.com .mychart.org .doctolib.de .doctolib.fr .doctolib.it .ameli.fr .gematik.de
     .kaiserpermanente.org .1177.se .helsenorge.no .sundhed.dk`,
  ),
];
