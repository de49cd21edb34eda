// What the bench of bodies sends: reports as trackers send them, of any size.

/** So many characters of a script, with something in it that a rule replaces. */
export function textOf(length) {
  const line = 'function count(event) { return send("tracker-17", event.target.dataset); }\n';
  return line.repeat(Math.ceil(length / line.length)).slice(0, length);
}

/** Fields of a report: a few for the person, the rest about the page. */
function fields(count) {
  const page = 'https://shop.example/things/7?size=2&fbclid=IwAR0123456789';
  const about = Array.from({ length: count }, (_, i) => [
    `cd[item_${i}]`,
    `Running shoes no. ${i}, blue & white`,
  ]);
  return [
    ['id', '605277233983629'],
    ['ev', 'Purchase'],
    ['dl', page],
    ['udff[em]', 'f2d25833'.repeat(8)],
    ...about,
  ];
}

/** Of `make(count)`, the longest that has no more than so many characters. */
function upTo(length, make) {
  let count = 0;
  const each = make(1).length - make(0).length;
  count = Math.floor((length - make(0).length) / (each + 6));
  return make(Math.max(count, 0));
}

export function formOf(length) {
  return upTo(length, (count) => String(new URLSearchParams(fields(count))));
}

export function jsonOf(length) {
  return upTo(length, (count) => {
    const [id, event, page, mail, ...items] = fields(count);
    const report = { id: id[1], ev: event[1], dl: page[1], user_data: { em: [mail[1]] } };
    return JSON.stringify({ ...report, items: items.map(([name, value]) => ({ name, value })) });
  });
}

export function partsOf(length) {
  return upTo(length, (count) => {
    const parts = fields(count).map(
      ([name, value]) =>
        `--B\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
    );
    return `${parts.join('')}--B--\r\n`;
  });
}

/** As the rules of the bench name what they take out. */
export const isPersonal = (name) => name === 'user_data' || name === 'udff[em]';
export const isClickId = (name) => name === 'fbclid';
