/**
 * A maker of UUIDv7 (RFC 9562, section 5.7) that sort in the order they were made: the first 12 random bits are a counter (section 6.2,
 * method 1), and neither a full counter nor a clock that is set back makes an id that sorts before an earlier one.
 *
 * @param {() => number} random whole numbers of 32 bits
 * @returns {(now: number) => string} of a time in milliseconds
 */
export function idMaker(random) {
  let last = -1;
  let counter = 0;
  return (now) => {
    if (now > last) {
      last = now;
      counter = 0;
    } else if (++counter > 0xfff) {
      last++;
      counter = 0;
    }
    const time = hex(last, 12);
    const low = hex(random(), 8);
    return `${time.slice(0, 8)}-${time.slice(8)}-7${hex(counter, 3)}-${hex((random() & 0x3fff) | 0x8000, 4)}-${low}${hex(random() & 0xffff, 4)}`;
  };
}

const hex = (number, digits) => number.toString(16).padStart(digits, "0");
