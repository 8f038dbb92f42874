import math


def should_hold_keys_of_every_immutable_kind():
    keys = [1, -5, 2.5, 'a', 'a longer key than six', '\ud800', b'b', b'bytes of some length', None, (), (1, 'x', (2.5,)),
            10 ** 30, frozenset([1, 2]), 3j, ...]
    d = dict()
    for i, key in enumerate(keys):
        d[key] = i
    assert N.dict_keys(d) == keys and d == {key: i for i, key in enumerate(keys)}
    for i, key in enumerate(keys):
        assert d[key] == i and key in d and d.get(key) == i


def should_take_equal_numbers_for_one_key():
    d = dict()
    d[1] = 'one'
    assert d[1.0] == d[True] == d[1 + 0j] == 'one'
    d[True] = 'yes'
    assert builtins.list(d.items()) == [(1, 'yes')] and d[1] == 'yes'


def should_find_subclasses_of_str_and_int_by_value():
    class Name(str): pass
    class Number(int): pass
    d = dict({'a': 1, 5: 2})
    assert d[Name('a')] == 1 and d[Number(5)] == 2


def should_raise_as_a_dict_does():
    d = dict({'a': 1})
    raises(KeyError, "'b'", lambda: d['b'])
    raises(KeyError, "'a longer key that nobody stored'", lambda: d['a longer key that nobody stored'])
    raises(KeyError, '(1, 2)', lambda: d[1, 2])
    def delete(): del d['b']
    raises(KeyError, "'b'", delete)
    raises(KeyError, "'b'", lambda: d.pop('b'))
    raises(KeyError, "'popitem(): dictionary is empty'", dict().popitem)


def should_refuse_unhashable_keys():
    d = dict()
    for key in ([], {}, builtins.set(), set(), list(), dict(), (1, [])):
        name = type(key[1] if type(key) is tuple else key).__name__
        raises(TypeError, f"unhashable type: '{name}'", lambda: d[key])
        raises(TypeError, f"unhashable type: '{name}'", lambda: key in d)
        raises(TypeError, f"unhashable type: '{name}'", lambda: d.get(key))
        def store(): d[key] = 1
        raises(TypeError, f"unhashable type: '{name}'", store)
    assert len(d) == 0


def should_have_get_setdefault_pop_and_update():
    d = dict({'a': 1})
    assert d.get('b') is None and d.get('b', 5) == 5 and d.get('a', 5) == 1
    inner = d.setdefault('l', [])
    inner.append(1)
    assert d['l'] == [1] and d.setdefault('l', 7) is inner
    assert d.pop('l') is inner and d.pop('l', 'gone') == 'gone'
    d.update({'c': 3, 'd': {'x': [4]}})
    assert d == {'a': 1, 'c': 3, 'd': {'x': [4]}} and d.popitem() == ('d', {'x': [4]})
    d.clear()
    assert len(d) == 0 and not d


def should_keep_the_order_of_insertion():
    d = dict()
    for i in range(1000):
        d[i * 7 % 1000] = i
    for i in range(0, 1000, 2):
        del d[i]
    d[0] = 'again'
    native = {}
    for i in range(1000):
        native[i * 7 % 1000] = i
    for i in range(0, 1000, 2):
        del native[i]
    native[0] = 'again'
    assert builtins.list(d) == builtins.list(native)


def should_notice_a_change_of_size_while_iterating():
    d = dict({1: 1, 2: 2})
    def iterate():
        for key in d:
            d[key + 10] = 0
    raises(RuntimeError, 'dictionary changed size during iteration', iterate)
    for key in builtins.list(d):
        del d[key]
    assert len(d) == 0


def should_hold_two_hundred_thousand_keys_of_mixed_kinds():
    d = dict()
    for i in range(50_000):
        d[i] = i
        d[str(i)] = i
        d[i + 0.5] = i
        d[(i, 'x')] = i
    assert len(d) == 200_000
    assert d[49_999] == d['49999'] == d[49_999.5] == d[49_999, 'x'] == 49_999
    assert sum(d.values()) == 4 * sum(range(50_000))


def should_use_instances_as_keys_by_identity():
    class Plain(Object): pass
    a, b = Plain(), Plain()
    d = dict()
    d[a] = 1
    d[a, 'in a tuple'] = 2
    assert d[a] == 1 and b not in d and d[a, 'in a tuple'] == 2 and (b, 'in a tuple') not in d
    assert builtins.list(d)[0] is a


def should_use_equality_and_hash_of_the_class():
    class Point(Object):
        def __init__(self, x): self.x = x
        def __eq__(self, other): return type(other) is Point and self.x == other.x
        def __hash__(self): return hash(self.x)
    d = dict()
    d[Point(1)] = 'one'
    d[(Point(2), 0)] = 'two'
    assert d[Point(1)] == 'one' and Point(3) not in d and d[Point(2), 0] == 'two'
    d[Point(1)] = 'uno'
    assert len(d) == 2 and d.pop(Point(1)) == 'uno'


def should_refuse_instances_that_are_unhashable():
    class Unhashable(Object):
        __hash__ = None
    raises(TypeError, "unhashable type: 'Unhashable'", lambda: dict().get(Unhashable()))
    def store(): dict()[Unhashable()] = 1
    raises(TypeError, "unhashable type: 'Unhashable'", store)


def should_not_find_what_cannot_be_shared():
    d = dict({'a': 1})
    assert object() not in d and d.get(object(), 5) == 5 and len not in d
    def store(): d[object()] = 1
    raises(NotShareableError, None, store)
    assert d == {'a': 1}
