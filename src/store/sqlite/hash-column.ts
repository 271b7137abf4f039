const HEX_HASH = /^[0-9a-f]{64}$/;
const IS_TEXT = 0;
const IS_HEX = 1;

/** A hash as a column holds it: SHA-256 in hex takes half its length, any other text stays as it is. */
export function packHash(hash: string): Buffer {
  const isHex = HEX_HASH.test(hash);
  const packed = Buffer.allocUnsafe(1 + (isHex ? 32 : Buffer.byteLength(hash)));
  packed[0] = isHex ? IS_HEX : IS_TEXT;
  packed.write(hash, 1, isHex ? "hex" : "utf8");
  return packed;
}

export function unpackHash(packed: Buffer): string {
  return packed.toString(packed[0] === IS_HEX ? "hex" : "utf8", 1);
}

/** 48 bits of it, for an index; equal hashes have equal prefixes, and the caller compares the whole hash. */
export function hashPrefix(packed: Buffer): number {
  if (packed.length >= 7) return packed.readUIntBE(1, 6);
  return packed.length === 1 ? 0 : packed.readUIntBE(1, packed.length - 1);
}
