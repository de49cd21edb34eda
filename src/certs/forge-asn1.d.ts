/** The part of node-forge that is used: loading all of it takes ten times as long. */
declare module 'node-forge/lib/asn1.js' {
  import forge = require('node-forge');

  export = forge.asn1;
}
