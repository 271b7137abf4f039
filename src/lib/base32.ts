// Crockford's alphabet: no letters that are read as digits.
const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";

/** The bytes as lower-case Crockford base 32, without padding: eight letters for five bytes. */
export function toBase32(bytes: Uint8Array): string {
  let text = "";
  let buffer = 0;
  let bitCount = 0;
  for (const byte of bytes) {
    buffer = (buffer << 8) | byte;
    bitCount += 8;
    while (bitCount >= 5) {
      bitCount -= 5;
      text += ALPHABET.charAt((buffer >> bitCount) & 31);
    }
    buffer &= (1 << bitCount) - 1;
  }
  return bitCount === 0 ? text : text + ALPHABET.charAt((buffer << (5 - bitCount)) & 31);
}
