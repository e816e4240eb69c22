// Seals an address to the programme's public key (a libsodium sealed box), so that only who
// holds the private key can read it. roster/sealed.py says how it is written.
import "../../sealing/nacl.js"; // gives `self.nacl`
import { blake2b } from "../../sealing/blake2.js";

const PADDED = 128;
const END = 0x80;
const NONCE = 24;

/** Seal an address; `seal` has the public key (base64url) and its id. */
export function sealed(address, seal, ephemeral = self.nacl.box.keyPair()) {
  const key = bytesOf(seal.key);
  const padded = new Uint8Array(PADDED);
  const bytes = new TextEncoder().encode(address);
  if (bytes.length >= PADDED) throw new RangeError("An address that is to be sealed has at most 127 bytes.");
  padded.set(bytes);
  padded[bytes.length] = END;
  const nonce = blake2b(joined(ephemeral.publicKey, key), { dkLen: NONCE });
  const box = self.nacl.box(padded, nonce, key, ephemeral.secretKey);
  return `sealed:v1:${seal.key_id}:${textOf(joined(ephemeral.publicKey, box))}`;
}

const joined = (one, other) => new Uint8Array([...one, ...other]);
const textOf = (bytes) => btoa(String.fromCharCode(...bytes)).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const bytesOf = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
