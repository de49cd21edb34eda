/** @ghostery/adblocker with its own defaults, network filters alone. Null where it is not installed. */
export async function createGhostery(lists) {
  const library = await import('@ghostery/adblocker').catch(() => null);
  if (library === null) return null;
  const { FiltersEngine, Request } = library;
  const text = () => lists.map(({ bytes }) => bytes.toString('utf8')).join('\n');
  let engine = null;
  return {
    build: async () => {
      engine = FiltersEngine.parse(text(), { loadCosmeticFilters: false });
      return engine.getFilters().networkFilters.length;
    },
    prepare: (row) => row,
    match: (row) => engine.match(Request.fromRawDetails(row)).match,
    save: () => engine.serialize(),
    load: (bytes) => FiltersEngine.deserialize(bytes),
  };
}

/** What no engine can be faster than: a set of the names of `||name^`, asked for each suffix. */
export async function createHostnames(lists) {
  const names = new Set();
  return {
    build: async () => {
      for (const { bytes } of lists) {
        for (const line of bytes.toString('utf8').split('\n')) {
          const name = /^\|\|([\w.-]+)\^(?:\$third-party)?$/.exec(line.trim())?.[1];
          if (name !== undefined) names.add(name);
        }
      }
      return names.size;
    },
    prepare: (row) => row,
    match: ({ url }) => {
      const start = url.indexOf('://') + 3;
      const end = url.indexOf('/', start);
      let name = url.slice(start, end === -1 ? url.length : end);
      for (;;) {
        if (names.has(name)) return true;
        const dot = name.indexOf('.');
        if (dot === -1) return false;
        name = name.slice(dot + 1);
      }
    },
  };
}
