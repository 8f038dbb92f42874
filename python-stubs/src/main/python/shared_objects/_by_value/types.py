# SPDX-License-Identifier: Apache-2.0
"""Types of the standard library: dates, exact numbers, paths and what else has a value of its own.

Their modules are imported when such an object is read: until then no program needs them for it.
"""

import sys

__all__ = ["BUILDERS", "SHARED_ZONES", "content_of"]

# Longer strings of digits are not turned into an int, or back, at once.
_DIGITS = 4000
_MICROS = 10**6
_DAY = 24 * 60 * 60 * _MICROS

SHARED_ZONES = ("timezone", "ZoneInfo")


# ---- dates and times


def _micros(delta):
    return None if delta is None else (delta.days * 86400 + delta.seconds) * _MICROS + delta.microseconds


def _of_day(value):
    return ((value.hour * 60 + value.minute) * 60 + value.second) * _MICROS + value.microsecond


def _has_shared_zone(value):
    zone = value.tzinfo
    return zone is None or _known(type(zone)) in SHARED_ZONES


def _date(value):
    return (value.toordinal(),)


def _time(value):
    return (_of_day(value), value.fold, value.tzinfo, _micros(value.utcoffset())) if _has_shared_zone(value) else None


def _datetime(value):
    if not _has_shared_zone(value):
        return None
    zone, folded = value.tzinfo, None
    if zone is not None:
        folded = value.replace(fold=0).utcoffset() != value.replace(fold=1).utcoffset()
    return value.toordinal(), _of_day(value), value.fold, zone, _micros(value.utcoffset()), folded


def _timedelta(value):
    return value.days, value.seconds, value.microseconds


def _timezone(value):
    offset, *name = value.__getinitargs__()
    return _micros(offset), name[0] if name else None


def _zone(value):
    return None if value.key is None else (value.key,)


def _make_date(days):
    import datetime

    return datetime.date.fromordinal(days)


def _clock(micros):
    seconds, microsecond = divmod(micros, _MICROS)
    minutes, second = divmod(seconds, 60)
    return *divmod(minutes, 60), second, microsecond


def _make_time(micros, fold, zone, offset):
    import datetime

    return datetime.time(*_clock(micros), zone, fold=fold)


def _make_datetime(days, micros, fold, zone, offset, folded):
    import datetime

    day = datetime.date.fromordinal(days)
    return datetime.datetime(day.year, day.month, day.day, *_clock(micros), zone, fold=fold)


def _make_timedelta(days, seconds, microseconds):
    import datetime

    return datetime.timedelta(days, seconds, microseconds)


def _make_timezone(micros, name):
    import datetime

    offset = datetime.timedelta(microseconds=micros)
    return datetime.timezone(offset) if name is None else datetime.timezone(offset, name)


def _make_zone(key):
    import zoneinfo

    try:
        return zoneinfo.ZoneInfo(key)
    except zoneinfo.ZoneInfoNotFoundError as error:
        # Not a KeyError: reading a dict raises that for another reason.
        raise ImportError(f"a value in the heap needs time zone {key!r}, which is not to be found here") from error


# ---- numbers


def _number(digits):
    value = 0
    for start in range(0, len(digits), _DIGITS):
        part = digits[start : start + _DIGITS]
        value = value * 10 ** len(part) + int("".join(map(str, part)))
    return value


def _digits(value):
    parts = []
    while value >= 10**_DIGITS:
        value, part = divmod(value, 10**_DIGITS)
        parts.append(str(part).zfill(_DIGITS))
    parts.append(str(value))
    return tuple(map(int, "".join(reversed(parts))))


def _decimal(value):
    sign, digits, exponent = value.as_tuple()
    nothing = exponent == "F" or not digits
    return sign, None if nothing else _number(digits), exponent


def _make_decimal(sign, digits, exponent):
    import decimal

    return decimal.Decimal((sign, () if digits is None else _digits(digits), exponent))


def _fraction(value):
    return value.numerator, value.denominator


def _make_fraction(numerator, denominator):
    import fractions

    return fractions.Fraction(numerator, denominator)


# ---- others


def _range(value):
    return int(value.start), int(value.stop), int(value.step)


def _slice(value):
    return ((value.start, value.stop, value.step),)


def _uuid(value):
    return value.int, value.is_safe.value


def _make_uuid(number, safe):
    import uuid

    return uuid.UUID(int=number, is_safe=uuid.SafeUUID(safe))


def _path(value):
    return (str(value),) * 2


def _windows_path(value):
    return str(value), str(value).lower()


def _path_maker(name):
    def make(text, comparable):
        import pathlib

        return getattr(pathlib, name)(text)

    return make


# By class: the name of the type for the heap, and the function that says what a value of it is made from.
_TYPES = {
    "range": ("range", _range),
    "slice": ("slice", _slice),
    "date": ("datetime.date", _date),
    "time": ("datetime.time", _time),
    "datetime": ("datetime.datetime", _datetime),
    "timedelta": ("datetime.timedelta", _timedelta),
    "timezone": ("datetime.timezone", _timezone),
    "ZoneInfo": ("zoneinfo.ZoneInfo", _zone),
    "Decimal": ("decimal.Decimal", _decimal),
    "Fraction": ("fractions.Fraction", _fraction),
    "UUID": ("uuid.UUID", _uuid),
    "PurePosixPath": ("pathlib.PurePosixPath", _path),
    "PosixPath": ("pathlib.PosixPath", _path),
    "PureWindowsPath": ("pathlib.PureWindowsPath", _windows_path),
}

# Where these classes are said to be, by their name here.
_HOMES = {"range": "builtins", "slice": "builtins"}

BUILDERS = {
    "range": range,
    "slice": lambda parts: slice(*parts),
    "datetime.date": _make_date,
    "datetime.time": _make_time,
    "datetime.datetime": _make_datetime,
    "datetime.timedelta": _make_timedelta,
    "datetime.timezone": _make_timezone,
    "zoneinfo.ZoneInfo": _make_zone,
    "decimal.Decimal": _make_decimal,
    "fractions.Fraction": _make_fraction,
    "uuid.UUID": _make_uuid,
    "pathlib.PurePosixPath": _path_maker("PurePosixPath"),
    "pathlib.PosixPath": _path_maker("PosixPath"),
    "pathlib.PureWindowsPath": _path_maker("PureWindowsPath"),
}


def _known(kind):
    """The name of the class if it is one of those, not one that is only called so."""
    name = kind.__qualname__
    if name not in _TYPES:
        return None
    module = _HOMES.get(name) or _TYPES[name][0].rpartition(".")[0]
    return name if getattr(sys.modules.get(module), name, None) is kind else None


def content_of(value):
    """Return (name of its type, what it is made from), None for a value of another type."""
    name = _known(type(value))
    if name is None:
        return None
    label, content = _TYPES[name]
    made_from = content(value)
    return None if made_from is None else (label, made_from)
