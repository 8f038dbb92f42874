import builtins, polyglot, sys
N = polyglot.eval(language="shared_objects", string="native")
class NotShareableError(TypeError): pass
class ConflictError(RuntimeError): pass
class HeapFullError(MemoryError): pass
class HeapCorruptError(RuntimeError): pass
class DetachedError(RuntimeError): pass
class _Conflict(BaseException): pass
class _Retry(BaseException): pass
class list(builtins.list):
    __slots__ = ('__weakref__',)
    __module__ = 'shared_objects'
    def __new__(cls, it=()): return N.list_new(it)
    def __init__(self, *a): pass
    def __eq__(self, o): return N.list_snapshot(self) == (N.list_snapshot(o) if type(o) is list else o)
    def __ne__(self, o): return not self == o
    def __repr__(self): return repr(N.list_snapshot(self))
    def __add__(self, o): return N.list_snapshot(self) + (N.list_snapshot(o) if type(o) is list else o)
    def __radd__(self, o): return o + N.list_snapshot(self)
    def pop(self, i=-1): return N.list_pop(self, i)
    __hash__ = None
    def __reduce_ex__(self, p): return (builtins.list, (N.list_snapshot(self),))
class dict(builtins.dict):
    __slots__ = ('__weakref__',)
    __module__ = 'shared_objects'
    def __new__(cls, *a, **k): return N.dict_new(builtins.dict(*a, **k))
    def __init__(self, *a, **k): pass
    def keys(self): return N.dict_keys(self)
    def values(self): return N.dict_values(self)
    def items(self): return N.dict_items(self)
    def __repr__(self): return repr(N.dict_snapshot(self))
    def __eq__(self, o): return N.dict_snapshot(self) == (N.dict_snapshot(o) if type(o) is dict else o)
    def __or__(self, o): return N.dict_snapshot(self) | o
    def __ror__(self, o): return o | N.dict_snapshot(self)
    def setdefault(self, k, v=None): return N.dict_setdefault(self, k, v)
    def pop(self, *a): return N.dict_pop(self, *a)
    def popitem(self): return N.dict_popitem(self)
    def update(self, o): N.dict_update(self, o)
    def clear(self): N.dict_clear(self)
    __hash__ = None
    def __reduce_ex__(self, p): return (builtins.dict, (N.dict_snapshot(self),))
class set(builtins.set):
    __slots__ = ('__weakref__',)
    __module__ = 'shared_objects'
    def __new__(cls, it=()):
        s = N.set_new()
        N.set_add_all(s, builtins.list(it))
        return s
    def __init__(self, *a): pass
    def __repr__(self): return repr(N.set_snapshot(self))
    def __eq__(self, o): return N.set_snapshot(self) == (N.set_snapshot(o) if type(o) is set else o)
    def __or__(self, o): return N.set_snapshot(self) | o
    def __ror__(self, o): return o | N.set_snapshot(self)
    def discard(self, e): N.set_discard(self, e)
    def pop(self): return N.set_pop(self)
    def clear(self): N.set_clear(self)
    __hash__ = None
    def __reduce_ex__(self, p): return (builtins.set, (builtins.list(N.set_snapshot(self)),))
class Object:
    __slots__ = ('__weakref__',)
    def __new__(cls, *a, **k): return N.object_new(cls)
class counter:
    __slots__ = ('__weakref__',)
    def __new__(cls, n=0): return N.counter_new(n)
class shared_array:
    __slots__ = ('__weakref__',)
    def __new__(cls, code, values=()):
        import array as arrays
        return N.array_new(code, arrays.array(code, values).tobytes())
class shared_bytearray:
    __slots__ = ('__weakref__',)
    def __new__(cls, values=b''): return N.array_new('', builtins.bytes(values))
def array_plain(a): return array_like(a, N.array_bytes(a, 0, sys.maxsize))
def array_like(a, raw):
    import array as arrays
    return builtins.bytearray(raw) if type(a) is shared_bytearray else arrays.array(N.array_code(a), raw)
def array_element(a, value):
    n = array_plain(a)
    n.append(value)
    return n[-1:].tobytes() if type(a) is shared_array else builtins.bytes(n[-1:])
def array_slice(a, key): return array_plain(a)[key]
def array_set_slice(a, key, *values):
    n = array_plain(a)
    if values: n[key] = values[0]
    else: del n[key]
    N.array_splice(a, 0, sys.maxsize, n.tobytes() if type(a) is shared_array else builtins.bytes(n))
classes = {}
def load_class(i): return classes[i]
def class_id(cls):
    i = 100 + len(classes)
    N.register_class(cls, i); classes[i] = cls
    return i
_ITERATORS_AND_VIEWS = ('dict_keys', 'dict_values', 'dict_items', 'list_iterator', 'array_iterator', 'list_reverseiterator', 'dict_keyiterator', 'dict_valueiterator', 'dict_itemiterator', 'set_iterator')
N.bind({**{name: type(name, (), {}) for name in _ITERATORS_AND_VIEWS}, 'list': list, 'dict': dict, 'set': set, 'counter': counter, 'array': shared_array, 'bytearray': shared_bytearray, 'array_like': array_like, 'array_element': array_element, 'array_slice': array_slice, 'array_set_slice': array_set_slice, 'Object': Object, 'NotShareableError': NotShareableError, 'HeapFullError': HeapFullError, 'HeapCorruptError': HeapCorruptError, 'DetachedError': DetachedError, '_Conflict': _Conflict, '_Retry': _Retry, 'load_class': load_class, 'class_id': class_id, 'describe': lambda o: f"'{type(o).__name__}' cannot be shared"})
root = N.root()
def atomically(f, *a):
    if N.in_transaction(): return f(*a)
    n = 0
    while True:
        N.begin(n)
        try:
            r = f(*a)
        except _Conflict:
            N.abort(); n += 1; continue
        except _Retry:
            N.retry_wait(-1.0); n += 1; continue
        except BaseException:
            N.abort(); raise
        if N.commit(): return r
        n += 1


def raises(kind, text, action):
    try:
        action()
    except kind as e:
        assert text is None or str(e) == text, str(e)
        return
    assert False, f'{kind.__name__} was not raised'
