"""People are found by name: the key of a name in SQL, kept beside each name, with trigrams to look it up by.

The key is that of `registry/rules/name_key.py`; a test holds the two together, and a rule that changes needs a new
migration. `find_residents` runs as the owner, since trigram operators lose their index under row-level security; it
cuts by area itself and gives back ids alone.
"""

from django.contrib.postgres.operations import CreateExtension, TrigramExtension
from django.db import migrations, models

NAME_KEY = r"""
CREATE FUNCTION name_key(name text) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
    words text;
    key text;
    bare text;
BEGIN
    words := name;
    IF words ~ '[^A-Z ]' THEN
        words := translate(
            words,
            'abcdefghijklmnopqrstuvwxyzàáâãäåçèéêëìíîïñòóôõöøùúûüýÿÀÁÂÃÄÅÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜÝ''’`´"',
            'ABCDEFGHIJKLMNOPQRSTUVWXYZAAAAAACEEEEIIIINOOOOOOUUUUYYAAAAAACEEEEIIIINOOOOOOUUUUY'
        );
        words := regexp_replace(words, '^([^,(]*[A-Z][^,(]*)[,(].*$', '\1');
        words := regexp_replace(words, '[^A-Z]+', ' ', 'g');
    END IF;
    words := ' ' || words || ' ';
    IF position('  ' IN words) > 0 THEN
        words := regexp_replace(words, ' +', ' ', 'g');
    END IF;
    key := words;
    IF string_to_array(words, ' ') && '{H,HJ,HAJI,HAJJAH,KH,KHJ,NYAI,KYAI,KIAI,USTADZ,USTADZAH,DRS,DRA,DR,DRG,DRH,IR,PROF,R,RR,RA,RM,RADEN,ALM,ALMH,ALMARHUM,ALMARHUMAH,TN,NY,SDR,SDRI,BPK,BAPAK,IBU,SPD,SPDI,SAG,SE,SH,SHI,SKOM,SSOS,SKEP,SKM,SST,STP,AMD,AMDKEB,MPD,MSI,MM,MH,MT,MAG,MKES,NERS,BIN,BINTI,BINTE,BT,ALIAS,ALS,PD,PDI,AG,KOM,SOS,KEP,KEB,HUM}'::text[] THEN
        SELECT ' ' || string_agg(word, ' ' ORDER BY place) || ' ' INTO bare
        FROM unnest(string_to_array(words, ' ')) WITH ORDINALITY AS part (word, place)
        WHERE word <> ALL ('{H,HJ,HAJI,HAJJAH,KH,KHJ,NYAI,KYAI,KIAI,USTADZ,USTADZAH,DRS,DRA,DR,DRG,DRH,IR,PROF,R,RR,RA,RM,RADEN,ALM,ALMH,ALMARHUM,ALMARHUMAH,TN,NY,SDR,SDRI,BPK,BAPAK,IBU,SPD,SPDI,SAG,SE,SH,SHI,SKOM,SSOS,SKEP,SKM,SST,STP,AMD,AMDKEB,MPD,MSI,MM,MH,MT,MAG,MKES,NERS,BIN,BINTI,BINTE,BT,ALIAS,ALS,PD,PDI,AG,KOM,SOS,KEP,KEB,HUM}'::text[]) AND word <> '';
        IF bare ~ '[A-Z]{2}' THEN
            key := bare;
        END IF;
    END IF;
    IF key ~ 'OE|[TD]J' THEN
        key := replace(replace(replace(key, 'OE', 'U'), 'TJ', 'C'), 'DJ', 'J');
    END IF;
    IF key ~ '[KCTDGBPS]H' THEN
        key := replace(replace(replace(replace(replace(key, 'KH', 'H'), 'CH', 'H'), 'TH', 'T'), 'DH', 'D'), 'GH', 'G');
        key := replace(replace(replace(key, 'BH', 'B'), 'PH', 'P'), 'SH', 'S');
    END IF;
    IF key ~ '[JO]|SY|D[LZ]|TS' THEN
        key := replace(replace(replace(replace(replace(key, 'J', 'Y'), 'O', 'U'), 'SY', 'S'), 'DL', 'D'), 'DZ', 'Z');
        key := replace(key, 'TS', 'S');
    END IF;
    IF key ~ '[XQFV]' THEN
        key := replace(replace(replace(replace(key, 'X', 'KS'), 'Q', 'K'), 'F', 'P'), 'V', 'P');
    END IF;
    IF key ~ 'AE|I[EY]|UW|EI' THEN
        key := replace(replace(replace(replace(replace(key, 'AE', 'AI'), 'IE', 'I'), 'IY', 'I'), 'UW', 'U'), 'EI', 'I');
    END IF;
    IF key ~ 'Z|Y ' THEN
        key := replace(replace(replace(key, ' Z', ' Y'), 'Z', 'S'), 'Y ', 'I ');
    END IF;
    IF key ~ 'AA|BB|CC|DD|EE|GG|HH|II|KK|LL|MM|NN|PP|RR|SS|TT|UU|WW|YY' THEN
        key := replace(replace(replace(replace(replace(key, 'AA', 'A'), 'BB', 'B'), 'CC', 'C'), 'DD', 'D'), 'EE', 'E');
        key := replace(replace(replace(replace(replace(key, 'GG', 'G'), 'HH', 'H'), 'II', 'I'), 'KK', 'K'), 'LL', 'L');
        key := replace(replace(replace(replace(replace(key, 'MM', 'M'), 'NN', 'N'), 'PP', 'P'), 'RR', 'R'), 'SS', 'S');
        key := replace(replace(replace(replace(key, 'TT', 'T'), 'UU', 'U'), 'WW', 'W'), 'YY', 'Y');
    END IF;
    key := replace(key, ' ', '  ');
    IF left(key, 4) = '  M ' THEN
        key := ' MD ' || substr(key, 5);
    END IF;
    IF key ~ ' (?:M|A[HB]|S[TIR]|NUR|DWI|TRI)' THEN
        key := replace(replace(replace(replace(replace(key, ' MUHAMAD', ' MD '), ' MUHAMED ', ' MD '), ' MUHAMAT ', ' MD '), ' MUHAMD ', ' MD '), ' MUH ', ' MD ');
        key := replace(replace(replace(replace(replace(key, ' MHD ', ' MD '), ' MUHD ', ' MD '), ' MH ', ' MD '), ' AHMAD ', ' AHD '), ' AHMED ', ' AHD ');
        key := replace(replace(replace(replace(replace(key, ' AHMAT ', ' AHD '), ' AHMD ', ' AHD '), ' AHM ', ' AHD '), ' AH ', ' AHD '), ' ABDUL', ' ABD ');
        key := replace(replace(replace(replace(replace(key, ' ABDU', ' ABD '), ' ABDL ', ' ABD '), ' SITI', ' ST '), ' STI ', ' ST '), ' NUR', ' NUR ');
        key := replace(replace(replace(key, ' SRI', ' SRI '), ' DWI', ' DWI '), ' TRI', ' TRI ');
    END IF;
    RETURN btrim(replace(replace(replace(replace(key, 'H ', ' '), '  ', ' '), '  ', ' '), '  ', ' '));
END $$;
"""


FIND_RESIDENTS = r"""
CREATE FUNCTION find_residents(
    wanted text, area text, place text, born date, born_year integer, most integer
) RETURNS TABLE (resident_id bigint, likeness real)
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = public, pg_temp
SET pg_trgm.word_similarity_threshold = 0.6
SET plan_cache_mode = force_custom_plan
SET enable_seqscan = off
AS $$
DECLARE
    setting CONSTANT text := coalesce(current_setting('kependudukan.area', true), '');
    lowest text := '';
    highest text := '~';
    code text;
    step text;
    steps text[] := '{}';
    found bigint[] := '{}';
    more bigint[];
    words CONSTANT text[] := string_to_array(wanted, ' ');
    whole_words text;
    others text;
    measured text;
    alike CONSTANT text := 'name_key %> $1';
    compared CONSTANT text := 'word_similarity($1, name_key) >= 0.5';
    in_place CONSTANT text := '($4 <> '''' AND region_id >= $4 AND region_id < $4 || ''/'')';
    in_year CONSTANT text := '(birth_date >= make_date($6, 1, 1) AND birth_date <= make_date($6, 12, 31))';
    -- Trigrams know swapped words and a part of a name, the number of changed letters knows a slip of the finger.
    likeness CONSTANT text := 'similarity($1, name_key) AS same, greatest(similarity($1, name_key), '
        || 'word_similarity($1, name_key) - 0.1, '
        || '1 - levenshtein($1, left(name_key, 200), 1, 1, 2)::real / (length($1) + length(name_key))) AS likeness';
    -- The same words first, then by likeness in steps of a tenth, the wanted place, the wanted date or year of birth.
    ranking CONSTANT text := ' ORDER BY same < 1, round(likeness::numeric, 1) DESC, ' || in_place || ' DESC, '
        || '(birth_date = $5) IS NOT TRUE, '
        || 'abs(extract(year FROM birth_date) - coalesce($6, extract(year FROM $5), extract(year FROM birth_date))), '
        || 'likeness DESC, id';
BEGIN
    IF wanted !~ '^[A-Z]+( [A-Z]+)*$' OR area = '' THEN
        RETURN;
    END IF;
    -- Codes sort bytewise and "/" follows ".": a region and all inside it lie from its code to its code and "/".
    FOREACH code IN ARRAY ARRAY[area, setting] LOOP
        IF code NOT IN ('', '00') THEN
            lowest := greatest(lowest, code COLLATE "C");
            highest := least(highest, (code || '/') COLLATE "C");
        END IF;
    END LOOP;
    SELECT string_agg(format('name_key ~ %L', '( |^)' || word || '( |$)'), ' AND ') INTO whole_words
    FROM unnest(words) AS word;

    -- From the narrowest to the widest, until the page is full.
    IF born IS NOT NULL THEN
        steps := steps || 'birth_date = $5 AND word_similarity($1, name_key) >= 0.3'::text;
    END IF;
    -- Few people are left by a place and a year, or by a village: each is compared, which is faster than the index.
    IF place <> '' AND born_year IS NOT NULL THEN
        steps := steps || concat_ws(' AND ', in_place, in_year, compared);
    END IF;
    IF place <> '' THEN
        steps := steps || concat_ws(' AND ', in_place, CASE length(place) WHEN 13 THEN compared ELSE alike END);
    ELSIF born_year IS NOT NULL THEN
        steps := steps || concat_ws(' AND ', in_year, alike);
    END IF;
    steps := steps || ARRAY['name_key = $1', whole_words];
    -- One word may be written wrongly after its first two letters: the others keep the search short.
    FOR place_of_word IN 1 .. least(cardinality(words), 4) LOOP
        SELECT string_agg(format('name_key ~ %L', '( |^)' || word || '( |$)'), ' AND ') INTO others
        FROM unnest(words) WITH ORDINALITY AS part (word, at) WHERE at <> place_of_word;
        IF length(words[place_of_word]) > 3 AND others IS NOT NULL THEN
            steps := steps || concat_ws(' AND ', others, format('name_key ~ %L', '( |^)' || left(words[place_of_word], 2)));
        END IF;
    END LOOP;
    steps := steps || ARRAY[alike, 'once more, less alike'];

    -- A short word is like too many others.
    IF length(wanted) < 5 THEN
        PERFORM set_config('pg_trgm.word_similarity_threshold', '0.8', true);
    END IF;
    FOREACH step IN ARRAY steps LOOP
        measured := CASE step WHEN 'name_key = $1' THEN '1::real AS same, 1::real AS likeness' ELSE likeness END;
        IF step IN (alike, 'once more, less alike') THEN
            -- Whoever is called so, or nearly so, is found by now; what follows is slow.
            EXIT WHEN cardinality(found) >= 10 OR EXISTS (
                SELECT FROM registry_resident WHERE id = ANY (found) AND (similarity(wanted, name_key) = 1
                OR levenshtein(wanted, left(name_key, 200)) <= 0.3 * length(wanted))
            );
        END IF;
        IF step = 'once more, less alike' THEN
            EXIT WHEN length(wanted) < 5;
            PERFORM set_config('pg_trgm.word_similarity_threshold', '0.45', true);
            step := alike;
        END IF;
        -- Materialized: planned for a few rows only, it would read the table until it met them.
        EXECUTE 'WITH alike AS MATERIALIZED (SELECT id, region_id, birth_date, name_key FROM registry_resident'
            || ' WHERE region_id >= $2 AND region_id < $3 AND ' || step || ' AND id <> ALL ($7)) '
            || 'SELECT array_agg(id) FROM (SELECT id FROM (SELECT id, region_id, birth_date, ' || measured
            || ' FROM (SELECT * FROM alike LIMIT ' || CASE step WHEN whole_words THEN 2000 ELSE 20000 END
            || ') AS few) AS measured' || ranking || ' LIMIT $8) AS ranked'
        INTO more USING wanted, lowest, highest, place, born, born_year, found, most - cardinality(found);
        found := found || coalesce(more, '{}');
        EXIT WHEN cardinality(found) >= most;
    END LOOP;
    RETURN QUERY EXECUTE 'SELECT id, likeness::real FROM (SELECT id, region_id, birth_date, ' || likeness
        || ' FROM registry_resident WHERE id = ANY ($7)) AS measured' || ranking
    USING wanted, lowest, highest, place, born, born_year, found;
END $$;
REVOKE ALL ON FUNCTION find_residents FROM PUBLIC;
GRANT EXECUTE ON FUNCTION find_residents TO kependudukan_desk;
"""

# Filled for whoever is there, then kept by triggers and not by the table itself: a file brings its keys along, made
# while its rows were staged, and the merge has not to make them again.
COLUMN = """
ALTER TABLE registry_resident ADD COLUMN name_key text GENERATED ALWAYS AS (name_key(name)) STORED;
ALTER TABLE registry_resident ALTER COLUMN name_key DROP EXPRESSION, ALTER COLUMN name_key SET NOT NULL;
CREATE FUNCTION keep_name_key() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.name_key := name_key(NEW.name);
    RETURN NEW;
END $$;
CREATE TRIGGER a_new_name_gets_its_key BEFORE INSERT ON registry_resident
    FOR EACH ROW WHEN (NEW.name_key IS NULL) EXECUTE FUNCTION keep_name_key();
CREATE TRIGGER a_changed_name_gets_its_key BEFORE UPDATE OF name, name_key ON registry_resident
    FOR EACH ROW WHEN (NEW.name IS DISTINCT FROM OLD.name OR NEW.name_key IS DISTINCT FROM OLD.name_key)
    EXECUTE FUNCTION keep_name_key();
CREATE INDEX resident_by_name_key ON registry_resident USING gin (name_key gin_trgm_ops);
"""

NO_COLUMN = """
DROP TRIGGER a_new_name_gets_its_key ON registry_resident;
DROP TRIGGER a_changed_name_gets_its_key ON registry_resident;
DROP FUNCTION keep_name_key();
ALTER TABLE registry_resident DROP COLUMN name_key;
"""


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [("registry", "0006_row_level_security")]

    operations = [
        TrigramExtension(),
        CreateExtension("fuzzystrmatch"),
        migrations.RunSQL(NAME_KEY, "DROP FUNCTION name_key(text)"),
        migrations.RunSQL(COLUMN, NO_COLUMN),
        migrations.RunSQL(FIND_RESIDENTS, "DROP FUNCTION find_residents"),
        migrations.AddIndex(
            model_name="cardrecord",
            index=models.Index(
                condition=models.Q(("state", "CARD_ISSUED"), _negated=True),
                fields=["state", "resident"],
                name="card_to_be_served",
            ),
        ),
        migrations.AddIndex(
            model_name="resident",
            index=models.Index(fields=["birth_date"], name="resident_by_birth_date"),
        ),
    ]
