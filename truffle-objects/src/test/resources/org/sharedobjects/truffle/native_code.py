# Whatever GraalPy's own code does with shared objects, it may raise, but only what an except clause catches: a Java
# exception would end the test run.
EXPRESSIONS = r"""
type(x)
isinstance(x, builtins.list)
x[0], x[1]
x[5]
len(x)
[i for i in x]
sorted(x)
sum(x)
max(x)
[1]+x
x+[1]
(lambda *a: a)(*x)
(lambda **a: a)(**d)
"".join(s)
b"".join(s)
x == [3,1,2]
[3,1,2] == x
import copy; copy.copy(x)
import copy; copy.deepcopy(x)
import pickle; pickle.loads(pickle.dumps(x))
import weakref; weakref.ref(x)() is x
repr(x), str(x), f"{x}"
tuple(x), builtins.list(x), builtins.set(x), frozenset(x)
a,b,c = x; a
a,*b = x; b
[*x, *x]
{**d}
builtins.dict(d)
builtins.dict(**d)
x[::2]
x.nope
x.y = 1
builtins.list.append(x, 1)
builtins.list.sort(x)
builtins.list.extend([1], x)
builtins.list.__getitem__(x, 0)
builtins.list.__len__(x)
builtins.list.__iter__(x)
builtins.list.__add__([1], x)
builtins.list.__eq__([1], x)
builtins.list.__eq__(x, [1])
builtins.list.__repr__(x)
builtins.list.copy(x)
builtins.list.__init__(x, [1])
builtins.list.__new__(list)
object.__new__(list)
l=[]; l.extend(x); l
l=[1,2,3]; l[1:2]=x; l
l=[1,2,3]; l+=x; l
builtins.dict.get(d, "k")
builtins.dict.__getitem__(d, "k")
builtins.dict.update({}, d)
e={}; e.update(d); e
builtins.dict.keys(d)
builtins.dict.items(d)
builtins.dict.copy(d)
{} | d
{1:2} == d
d == {"k":1}
import json; json.dumps(x)
import json; json.dumps(d)
import json; json.dumps({"a": x, "b": [d]})
import json; json.dumps(x, indent=1)
eval("1", {}, d)
exec("z=1", d)
type("T", (), d)
type("T", (), x)
"%s" % x
"{k}".format(**d)
"{k}".format_map(d)
str.maketrans(d)
"abc".translate(d)
isinstance(1, x)
zip(x, x)
builtins.list(map(str, x))
any(x), all(x)
x * 2
2 * x
2 in x
x < [4]
[4] > x
hash(x)
hash(d)
{x: 1}
import bisect; bisect.bisect([1,2,3], 2), bisect.bisect(x, 2)
import heapq; heapq.heapify(x)
import heapq; heapq.heappush(x, 1)
import heapq; heapq.nlargest(2, x)
import random; random.shuffle(x)
import itertools; builtins.list(itertools.chain(x, s)), builtins.list(itertools.islice(x, 2))
bytes(x)
bytearray(x)
import array; array.array("i", x)
import struct; struct.pack("iii", *x)
import collections; collections.Counter(x), collections.deque(x), collections.OrderedDict(d)
import collections; collections.ChainMap(d)["k"]
import operator; operator.itemgetter(0)(x), operator.itemgetter("k")(d)
reversed(x)
builtins.list(reversed(x))
enumerate(x)
int(x)
float(x)
x()
x.__class__
x.__class__ = dict
vars(x)
dir(x)[:3]
x.__dict__
del x.foo
object.__setattr__(x, "q", 1)
iter(x)
next(iter(x))
slice(x)
range(*x)
import os; os.path.join(*s)
import os; os.execv
import subprocess; subprocess.list2cmdline(s)
"a" in s
"x".startswith(s)
"x".split(s)
sys.path.__class__; sorted([x, x])
max([x, [9]])
min(x, key=lambda v: -v)
import csv, io; csv.writer(io.StringIO()).writerow(x)
import re; re.sub("a", s, "a")
import re; [re.compile(p) for p in s]
import functools; functools.reduce(lambda a,b: a+b, x)
import types; types.MappingProxyType(d)["k"]
import types; types.SimpleNamespace(**d)
setattr(x, "__getitem__", 1)
import copy; copy.copy(d)
import statistics; statistics.mean(x)
import pprint; pprint.pformat([x, d])
"%d %d %d" % tuple(x)
import ast; ast.literal_eval(x)
bool(x)
not x
x and 1
x[True]
x["a"]
x[10**30]
sum([x,x], [])
sum([[1],[2]], x)
import dis
memoryview(x)
class L2(list): pass
class L3(list, dict): pass
import sys; sys.getsizeof(x)
import gc; gc.get_referents(x)
id(x) == id(x)
import marshal; marshal.dumps(x)
import asyncio
import inspect; inspect.signature(x.append)
abs(x)
-x
divmod(x, 1)
x @ x
open(x)
__import__(x)
compile(x, "a", "exec")
import ctypes
import datetime; datetime.datetime(*x)
import decimal; decimal.Decimal(x)
"a".encode(x)
getattr(x, s)
isinstance(x, (builtins.list, builtins.dict))
issubclass(list, builtins.list)
round(x)
import socket; socket.socket
import select; select.select(x, [], [], 0)
import zlib; zlib.crc32(x)
import hashlib; hashlib.md5(x)
import binascii; binascii.hexlify(x)
import base64; base64.b64encode(x)
import math; math.fsum(x), math.prod(x), math.dist(x,x)
import math; math.sqrt(x)
complex(x)
[1,2].index(x)
[x, 1].index(x)
[x].count(x)
[x].remove(x)
(x,) == (x,)
x is x
x != [1]
builtins.set(m), frozenset(m), builtins.list(m), sorted(m), {*m}
m | {9}, {9} | m, frozenset([9]) | m, m | frozenset([9])
{9} & m, {9} - m, {9} ^ m, frozenset([1]) - m, frozenset([1]) ^ m, frozenset([1]) & m
{1} == m, m == {1}, {1} < m, frozenset([1]) <= m
builtins.set.__init__(m, [9])
builtins.set.__new__(set)
builtins.set.__new__(set).add(1)
frozenset.union(m, [9])
frozenset.copy(m)
frozenset.__hash__(m)
frozenset([1]).union(m), frozenset([1]).difference(m), frozenset([1]).intersection(m)
hash(m)
{m: 1}
{m}
{1}.issubset(m), {1}.issuperset(m), {1}.isdisjoint(m), {1}.union(m), {1}.intersection(m), {1}.difference(m)
{1}.symmetric_difference(m)
e={1}; e.update(m); e |= m; e &= m; e -= m; e ^= m; e
d.keys() & m, d.keys() | m, d.items() & m, m & d.keys()
{}.keys() & m, {1: 2}.keys() - m, {1: 2}.keys() ^ m, {1: 2}.keys() == m, {1: 2}.items() | m
m in {1}, m in [m], {1} in m, frozenset([1]) in m
import copy; copy.copy(m), copy.deepcopy(m)
import pickle; pickle.loads(pickle.dumps(m))
import marshal; marshal.dumps(m)
import weakref; weakref.WeakSet(m)
import json; json.dumps(m)
import random; random.sample(builtins.list(m), 2)
bool(m), not m, len(m), any(m), all(m), sum(m), max(m)
object.__new__(set)
m.__class__ = builtins.set
builtins.dict.fromkeys(m)
import collections; collections.Counter(m), collections.deque(m)
(lambda *a: a)(*m)
a, *b = m; a
for i in m: m.add(i + 100)
class S2(set): pass
x[0:1] = m; x
import operator; operator.or_({1}, m), operator.ior({1}, m)
""".strip().split('\n')


def should_never_abort_in_code_of_the_interpreter():
    global x, s, d, m
    for expression in EXPRESSIONS:
        x, s, d, m = list([3, 1, 2]), list(['a', 'b']), dict({'k': 1}), set([3, 1, 2])
        try:
            exec(expression, builtins.dict(globals()))
        except Exception:
            pass


def should_work_in_code_of_the_interpreter():
    import copy, json, pickle
    x, s, d = list([3, 1, 2]), list(['a', 'b']), dict({'k': 1})
    assert isinstance(x, builtins.list) and isinstance(d, builtins.dict)
    assert sorted(x) == [1, 2, 3] and sum(x) == 6 and max(x) == 3 and ''.join(s) == 'ab'
    assert [0] + x == [0, 3, 1, 2] and [*x] == [3, 1, 2] and tuple(x) == (3, 1, 2)
    assert (lambda *a, **k: (a, k))(*x, **d) == ((3, 1, 2), {'k': 1})
    a, *b = x
    assert (a, b) == (3, [1, 2])
    native = {}
    native.update(d)
    assert native == {**d} == builtins.dict(d) == {} | d == {'k': 1} and {'k': 1} == d and [3, 1, 2] == x
    assert json.dumps(d) == '{"k": 1}'
    assert pickle.loads(pickle.dumps(x)) == [3, 1, 2] and copy.copy(d) == {'k': 1}
    match x:
        case [3, *rest]: assert rest == [1, 2]
        case _: assert False
    match d:
        case {'k': one, **rest}: assert one == 1 and rest == {}
        case _: assert False
    assert '%(k)s' % d == '1' and '{k}'.format_map(d) == '1' and f'{x}' == '[3, 1, 2]'


def should_let_unbound_methods_of_dict_work_or_raise():
    d = dict({'k': 1})
    assert builtins.dict.get(d, 'k') == 1 and builtins.list(builtins.dict.items(d)) == [('k', 1)]
    builtins.dict.__setitem__(d, 'j', [2])
    assert type(d['j']) is list and builtins.dict.pop(d, 'j') == [2]
    raises(TypeError, None, lambda: builtins.list.append(list(), 1))


def should_take_a_shared_set_for_a_set():
    m = set([3, 1, 2])
    assert isinstance(m, builtins.set) and builtins.set(m) == frozenset(m) == {*m} == {1, 2, 3}
    assert m | {9} == {9} | m == frozenset([9]) | m == {1, 2, 3, 9} and type(frozenset() | m) is frozenset
    assert {1, 9} & m == {1} and {1, 9} - m == {9} and {1, 9} ^ m == {2, 3, 9}
    assert frozenset([1, 9]) & m == {1} and frozenset([1, 9]) - m == {9} and frozenset([1, 9]) ^ m == {2, 3, 9}
    assert {1}.issubset(m) and {1, 2, 3, 4}.issuperset(m) and not {1}.isdisjoint(m) and {1}.union(m) == {1, 2, 3}
    assert {1, 9}.intersection(m) == {1} and {1, 9}.difference(m) == {9} and frozenset([1]) < m
    native = {1, 9}
    native.update(m)
    assert native == {1, 2, 3, 9}
    native -= m
    assert native == {9}
    native ^= m
    native &= m
    assert native == {1, 2, 3} and native == m
    assert {1: 2}.keys() & m == {1} and {1: 2, 9: 9}.keys() - m == {9} and frozenset([7]) not in m
    assert N.set_snapshot(m) == {1, 2, 3}
