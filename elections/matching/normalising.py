"""Names to comparable keys: each distinct name once, each distinct word once, joined back.

A million residents bear some hundred thousand names made of some ten thousand words, so the costly work is done on
words. Nothing here replaces a name: the keys stand beside it, made the same way on both sides.
"""

# ruff: noqa: S608 - the queries are put together from the constants of this package

from elections.matching import names
from elections.matching.relations import Step

MOST_WORDS = 8
"""Words of a name that count; a name has at most 60 letters."""

RAREST = 1800
"""Hundredths of a bit that a name or word can weigh at most."""

GRAIN = 25
"""Hundredths of a bit to which a rarity is rounded: what is counted over all residents should not move by one."""


def steps() -> list[Step]:
    """From ``residents_in`` and ``roll_in`` to ``names``: one row per distinct name with its keys and its rarity."""
    return [
        Step("Mengumpulkan nama", "name_list", name_list()),
        Step("Memecah nama menjadi kata", "name_words", name_words()),
        Step("Menormalkan kata", "words", words()),
        Step("Menyusun kunci nama", "name_keys", name_keys(), frees=("name_words", "words")),
        Step("Menghitung kelangkaan nama", "names", rarities(), frees=("name_keys",)),
    ]


def name_list() -> str:
    """Each distinct name of both inputs with a number and how many residents bear it."""
    return """
        SELECT row_number() OVER ()::INTEGER AS name_id, name, sum(holders)::INTEGER AS holders
        FROM (
            SELECT name, count(*) AS holders FROM residents_in WHERE name IS NOT NULL GROUP BY name
            UNION ALL
            SELECT DISTINCT name, 0 FROM roll_in WHERE name IS NOT NULL
        )
        GROUP BY name"""


def name_words() -> str:
    """The words of each name without titles, degrees and what follows bin or alias."""
    return f"""
        SELECT name_id, holders, {without_titles("list")} AS words, hash(array_to_string(list, '')) AS joined_key
        FROM (
            SELECT name_id, holders, list_filter(string_split({cleaned("name")}, ' '), lambda w: w <> '') AS list
            FROM name_list
        )"""


def cleaned(name: str) -> str:
    """SQL for a name as capital words; only the names that need it pay for the expressions."""
    return f"""
        CASE
            WHEN upper({name}) IN {in_list(names.NO_NAMES)} THEN ''
            ELSE {
        _before_joiner(f"CASE WHEN regexp_full_match({name}, '[A-Z ]+') THEN {name} ELSE {_letters_only(name)} END")
    }
        END"""


def _letters_only(name: str) -> str:
    degrees = "|".join(names.DEGREES_WITH_DOTS)
    upper = f"upper(strip_accents({name}))"
    unquoted = f"regexp_replace({upper}, '[''\u2019`\u00b4\"]', '', 'g')"
    without_brackets = f"regexp_replace({unquoted}, '\\(.*', ' ')"
    before_comma = f"regexp_replace({without_brackets}, '([A-Z]),.*', '\\1')"
    without_degree = f"regexp_replace({before_comma}, '( (?:{degrees})\\.(?: ?[A-Z]{{1,4}}\\.?)?)+$', '')"
    return f"trim(regexp_replace({without_degree}, '[^A-Z]+', ' ', 'g'))"


def _before_joiner(text: str) -> str:
    joiners = "|".join(names.JOINERS)
    return f"regexp_replace({text}, '([A-Z]) (?:{joiners}) .*', '\\1')"


def without_titles(words: str) -> str:
    """SQL for a list of words without the titles at either end, unless only initials would be left."""
    leading, trailing = in_list(names.LEADING_TITLES), in_list(names.TRAILING_TITLES)
    beyond = f"len({words}) + 1"
    start = f"coalesce(list_position(list_transform({words}, lambda w: w IN {leading}), false), {beyond})"
    end = (
        f"len({words}) - coalesce(list_position(list_transform(list_reverse({words}), "
        f"lambda w: w IN {trailing}), false), {beyond}) + 1"
    )
    kept = f"{words}[{start}:{end}]"
    return f"""
        CASE
            WHEN NOT coalesce({words}[1] IN {leading} OR {words}[-1] IN {trailing}, false) THEN {words}
            WHEN len(list_filter({kept}, lambda w: length(w) > 1)) = 0 THEN {words}
            ELSE {kept}
        END"""


def words() -> str:
    """Each distinct word: its full form, its sound, whether it is too common to tell, its rarity."""
    return f"""
        SELECT word, {full_form("word")} AS form, {sound(full_form("word"))} AS sound,
            {full_form("word")} IN {in_list(names.WEAK_WORDS)} OR length(word) = 1 AS is_weak,
            CASE length(word) WHEN 1 THEN 300 WHEN 2 THEN 500 ELSE {rarity("sum(holders)")} END AS bits
        FROM (SELECT unnest(words) AS word, holders FROM name_words)
        GROUP BY word"""


def full_form(word: str) -> str:
    """SQL for a word with its abbreviation or variant written out."""
    branches = " ".join(f"WHEN {word} IN {in_list(forms)} THEN '{name}'" for name, forms in names.VARIANTS.items())
    return f"CASE {branches} ELSE {word} END"


def sound(word: str) -> str:
    """SQL for the key of how a word sounds: F, P and V alike, Z, J and S, double letters, a final H."""
    for written, heard in names.SOUNDS:
        word = f"replace({word}, '{written}', '{heard}')"
    word = f"replace(regexp_replace({word}, '^Z', 'Y'), 'Z', 'S')"
    for letter in "ABCDEGHIKLMNPRSTUWY":
        word = f"replace({word}, '{letter * 2}', '{letter}')"
    return f"regexp_replace({word}, '(.)H$', '\\1')"


def rarity(holders: str) -> str:
    """SQL for hundredths of a bit: how rarely a resident bears what ``holders`` bear, at most ``RAREST``."""
    everyone = "(SELECT greatest(count(*), 2) FROM residents_in)"
    bits = f"round(100 * log2({everyone} / greatest({holders}, 1)) / {GRAIN}) * {GRAIN}"
    return f"least({RAREST}, {bits})::INTEGER"


def name_keys() -> str:
    """Each name's keys, put together from its words; the joins are with a small table."""
    spots = range(1, MOST_WORDS + 1)
    joins = "\n".join(f"LEFT JOIN words AS w{n} ON w{n}.word = name_words.words[{n}]" for n in spots)
    forms = ", ".join(f"w{n}.form" for n in spots)
    sounds = ", ".join(f"w{n}.sound" for n in spots)
    strong = [f"CASE WHEN NOT w{n}.is_weak THEN w{n}.sound END" for n in spots]
    bits = " + ".join(f"coalesce(w{n}.bits, 0)" for n in spots)
    return f"""
        SELECT name_id, holders, joined_key, nullif(concat_ws(' ', {forms}), '') AS norm, concat({sounds}) AS sound,
            hash(list_sort(list_filter([{sounds}], lambda s: s IS NOT NULL))) AS order_key,
            hash(coalesce({", ".join(strong)}, w1.sound)) AS first_key,
            hash(coalesce({", ".join(reversed(strong))}, w1.sound)) AS last_key,
            len(words)::TINYINT AS word_count,
            coalesce(list_min(list_transform(words, lambda w: length(w))) = 1, false) AS has_initial,
            least({rarity("1")}, {bits})::INTEGER AS spelled_bits
        FROM name_words
        {joins}"""


def rarities() -> str:
    """The keys with how rare the name is as written out, and how rare its sound is."""
    return f"""
        SELECT name_keys.* EXCLUDE (holders), n.bits AS norm_bits, s.bits AS sound_bits
        FROM name_keys
        JOIN (SELECT norm, {rarity("sum(holders)")} AS bits FROM name_keys GROUP BY norm) AS n USING (norm)
        JOIN (SELECT order_key, {rarity("sum(holders)")} AS bits FROM name_keys GROUP BY order_key) AS s
            USING (order_key)"""


def in_list(values: tuple[str, ...]) -> str:
    """SQL for the right side of IN."""
    return "(" + ", ".join(f"'{value}'" for value in dict.fromkeys(values)) + ")"
