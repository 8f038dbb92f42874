// SPDX-License-Identifier: Apache-2.0
// What every JavaScript context begins with: the globals `so` and `display`, and what the host asks of it.
// `python` is the package shared_objects; transact, orElse, shownBy and display are functions of its notebook part.
(function (python, transact, orElse, shownBy, display) {
  'use strict';
  const MOST = 100;
  const DEEPEST = 3;
  const AsyncFunction = (async () => {}).constructor;
  const Generator = Object.getPrototypeOf(function* () {}).constructor;
  const AsyncGenerator = Object.getPrototypeOf(async function* () {}).constructor;

  const isObject = (value) => (typeof value === 'object' && value !== null) || typeof value === 'function';

  // Python's own exception in place of what was caught, which would come back to Python as something foreign.
  const ownOf = (error) =>
    isObject(error) && '__traceback__' in error
      ? error.with_traceback(error.__traceback__)
      : error;

  // Exceptions pass between Python and JavaScript as values, so that each keeps its type on the other side.
  function outcome(body) {
    return () => {
      try {
        return [true, body()];
      } catch (error) {
        return [false, ownOf(error)];
      }
    };
  }

  function result([ok, value]) {
    if (ok) {
      return value;
    }
    throw value;
  }

  function checked(body) {
    if (typeof body !== 'function') {
      throw new TypeError('a transaction needs a function');
    }
    if ([AsyncFunction, Generator, AsyncGenerator].some((kind) => body instanceof kind)) {
      throw new TypeError(`${body.name || 'a function'} cannot be a transaction: it is a generator or async function`);
    }
    return outcome(body);
  }

  const own = {
    atomically: (body, { retries = null, timeout = null } = {}) => result(transact(checked(body), retries, timeout)),
    atomic: (body) => {
      checked(body);
      return function (...args) {
        return own.atomically(() => body.apply(this, args));
      };
    },
    or_else: (first, second) => result(orElse(checked(first), checked(second))),
  };

  const quoted = (text) => `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;

  function entries(brackets, parts, size) {
    const more = size > parts.length ? [`… ${size - parts.length} more`] : [];
    const inner = [...parts, ...more].join(', ');
    return `${brackets[0]}${inner}${brackets[1]}`;
  }

  function first(iterable) {
    const found = [];
    for (const each of iterable) {
      if (found.length === MOST) {
        break;
      }
      found.push(each);
    }
    return found;
  }

  const named = (name) => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : quoted(name));

  function shownObject(value, shown) {
    if (value instanceof Error) {
      return String(value);
    }
    if (value instanceof Date) {
      return isNaN(value) ? 'Invalid Date' : value.toISOString();
    }
    if (value instanceof RegExp) {
      return String(value);
    }
    if (Array.isArray(value) || ArrayBuffer.isView(value)) {
      const title = Array.isArray(value) ? '' : `${value.constructor.name} `;
      return title + entries('[]', Array.from(first(value), shown), value.length);
    }
    if (value instanceof Map) {
      return `Map ${entries('{}', first(value).map(([key, item]) => `${shown(key)} => ${shown(item)}`), value.size)}`;
    }
    if (value instanceof Set) {
      return `Set ${entries('{}', first(value).map(shown), value.size)}`;
    }
    if (value instanceof Promise) {
      return 'Promise { <pending> }';
    }
    const kind = Object.getPrototypeOf(value)?.constructor?.name ?? 'Object';
    const keys = Object.keys(value);
    const parts = keys.slice(0, MOST).map((key) => `${named(key)}: ${shown(value[key])}`);
    return (kind === 'Object' ? '' : `${kind} `) + entries('{}', parts, keys.length);
  }

  function shownFunction(value) {
    return /^class\b/.test(String(value)) ? `[class ${value.name}]` : `[Function: ${value.name || '(anonymous)'}]`;
  }

  function shown(value, around) {
    switch (typeof value) {
      case 'string':
        return quoted(value);
      case 'bigint':
        return `${value}n`;
      case 'function':
        return shownBy(value) ?? shownFunction(value);
      case 'object':
        break;
      default:
        return Object.is(value, -0) ? '-0' : String(value);
    }
    if (value === null) {
      return 'null';
    }
    const foreign = shownBy(value);
    if (foreign !== null) {
      return foreign;
    }
    if (around.includes(value)) {
      return '[Circular]';
    }
    if (around.length === DEEPEST) {
      return Array.isArray(value) ? '[Array]' : '[Object]';
    }
    return shownObject(value, (part) => shown(part, [...around, value]));
  }

  const asText = (value) => (typeof value === 'string' ? value : shown(value, []));
  const asNumber = (value) => (isObject(value) || typeof value === 'symbol' ? NaN : Number(value));
  const FORMATS = {
    '%s': asText,
    '%d': asNumber,
    '%i': (value) => Math.trunc(asNumber(value)),
    '%f': asNumber,
    '%j': (value) => JSON.stringify(value),
    '%o': (value) => shown(value, []),
    '%O': (value) => shown(value, []),
    '%c': () => '',
  };

  // A first text with a mark such as %s takes the values behind it.
  function written(values) {
    const [first, ...rest] = values;
    if (typeof first !== 'string' || rest.length === 0) {
      return values.map(asText).join(' ');
    }
    const text = first.replace(/%[sdifjoOc%]/g, (mark) => {
      if (mark === '%%') {
        return '%';
      }
      return rest.length === 0 ? mark : FORMATS[mark](rest.shift());
    });
    return [text, ...rest.map(asText)].join(' ');
  }

  const { log, error: complain } = console;
  Object.assign(console, {
    log: (...values) => log(written(values)),
    error: (...values) => complain(written(values)),
    dir: (value) => log(shown(value, [])),
    clear: () => undefined,
  });
  Object.assign(console, {
    info: console.log,
    debug: console.log,
    table: console.log,
    warn: console.error,
    assert: (holds, ...values) => void (holds || console.error('Assertion failed', ...values)),
    trace: (...values) => console.error('Trace:', ...values),
  });

  // Promises that were rejected while nobody waited for what becomes of them, and why.
  const rejected = new Map();
  globalThis.Graal?.setUnhandledPromiseRejectionHandler?.((reason, promise) => rejected.set(promise, reason));

  function told(reason) {
    const stack = reason instanceof Error ? String(reason.stack ?? reason) : shown(reason, []);
    return stack.split('\n').filter((line) => !/^\s+at /.test(line) || line.includes('<cell ')).join('\n');
  }

  // What waits for its time. A cell that awaits something lets it pass.
  const timers = new Map();
  let lastTimer = 0;

  function start(action, delay, args, repeats) {
    if (typeof action !== 'function') {
      throw new TypeError('a timer needs a function');
    }
    const pause = Math.max(1, Math.trunc(Number(delay)) || 0);
    timers.set(++lastTimer, { action: () => action(...args), at: Date.now() + pause, pause: repeats ? pause : null });
    return lastTimer;
  }

  const stop = (timer) => void timers.delete(timer);
  const nextTimer = () => [...timers].reduce((a, b) => (a === null || b[1].at < a[1].at ? b : a), null);

  globalThis.setTimeout = (action, delay = 0, ...args) => start(action, delay, args, false);
  globalThis.setInterval = (action, delay = 0, ...args) => start(action, delay, args, true);
  globalThis.queueMicrotask = (action) => void Promise.resolve().then(action);
  globalThis.clearTimeout = stop;
  globalThis.clearInterval = stop;

  const COPIES = {
    '[object Date]': (value) => new Date(value),
    '[object RegExp]': (value) => new RegExp(value),
    '[object Error]': (value) => new value.constructor(value.message),
    '[object Array]': () => [],
    '[object Map]': () => new Map(),
    '[object Set]': () => new Set(),
  };

  function partsOf(value, copy) {
    if (copy instanceof Map || copy instanceof Set) {
      return [...value.entries()];
    }
    if (Array.isArray(copy)) {
      return Array.from(value, (item, index) => [index, item]);
    }
    return Object.getPrototypeOf(copy) === Object.prototype ? Object.entries(value) : [];
  }

  // Shared containers become JavaScript's own. Each reading gives another reference to them: cycles are seen by comparing.
  function copied(value, known, around) {
    if (typeof value === 'function' || typeof value === 'symbol' || value instanceof Promise) {
      throw new TypeError(`${shown(value, [])} cannot be copied`);
    }
    if (!isObject(value)) {
      return value;
    }
    const before = known.get(value) ?? around.find(([each]) => each === value)?.[1];
    if (before !== undefined) {
      return before;
    }
    if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) {
      return value.slice();
    }
    const copy = Array.isArray(value) ? [] : (COPIES[Object.prototype.toString.call(value)]?.(value) ?? {});
    known.set(value, copy);
    const part = (each) => copied(each, known, [...around, [value, copy]]);
    partsOf(value, copy).forEach(([key, item]) => {
      if (copy instanceof Map) {
        copy.set(part(key), part(item));
      } else if (copy instanceof Set) {
        copy.add(part(item));
      } else {
        copy[key] = part(item);
      }
    });
    return copy;
  }

  globalThis.structuredClone = (value) => copied(value, new Map(), []);

  // A shared object is another reference each time it is read, which JSON.stringify takes for another object.
  function isCyclic(value, around) {
    if (!isObject(value)) {
      return false;
    }
    return around.includes(value) || Object.values(value).some((part) => isCyclic(part, [...around, value]));
  }

  const { stringify } = JSON;
  const asJson = {
    stringify(value, replacer, space) {
      try {
        return stringify(value, replacer, space);
      } catch (error) {
        throw error instanceof RangeError && isCyclic(value, []) ? new TypeError('Converting circular structure to JSON') : error;
      }
    },
  };
  Object.defineProperty(JSON, 'stringify', { value: asJson.stringify, writable: true, configurable: true });

  globalThis.so = new Proxy(own, {
    get: (target, name) => (Object.hasOwn(target, name) ? target[name] : python[name]),
    has: (target, name) => Object.hasOwn(target, name) || name in python,
    set: (target, name) => {
      throw new TypeError(`so.${String(name)} cannot be assigned`);
    },
  });
  globalThis.display = (...values) => values.forEach((value) => display(value, shown(value, [])));

  return {
    shown: (value) => (value === undefined ? null : shown(value, [])),
    // Told of what becomes of a promise, when the jobs that wait have run; null for what is none.
    watched(value) {
      if (!(value instanceof Promise)) {
        return null;
      }
      const state = { over: null };
      value.then(
        (item) => Object.assign(state, { over: [true, item] }),
        (error) => Object.assign(state, { over: [false, error] }),
      );
      return state;
    },
    result: (state) => result(state.over),
    // Says what was rejected in vain, but for what becomes of the cell itself.
    complain(promise) {
      rejected.delete(promise);
      const reasons = [...rejected.values()];
      rejected.clear();
      reasons.forEach((reason) => complain(`Uncaught (in promise) ${told(reason)}`));
    },
    // In how many milliseconds the next timer is due; null when there is none.
    pause() {
      const next = nextTimer();
      return next === null ? null : Math.max(0, next[1].at - Date.now());
    },
    runTimer() {
      const [id, timer] = nextTimer();
      if (timer.pause === null) {
        timers.delete(id);
      } else {
        timer.at = Date.now() + timer.pause;
      }
      timer.action();
    },
  };
});
