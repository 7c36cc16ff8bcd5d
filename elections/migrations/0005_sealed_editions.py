"""An edition takes its scores in the transaction that makes it, and never one more."""

from django.db import migrations

SEAL = """
ALTER TABLE elections_rankingedition ADD COLUMN frozen_in bigint NOT NULL DEFAULT txid_current();
CREATE FUNCTION refuse_late_score() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM incoming JOIN elections_rankingedition AS edition ON edition.id = incoming.edition_id
               WHERE edition.frozen_in <> txid_current()) THEN
        RAISE EXCEPTION 'a published ranking takes no further score' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER elections_regionscore_is_sealed AFTER INSERT ON elections_regionscore
    REFERENCING NEW TABLE AS incoming FOR EACH STATEMENT EXECUTE FUNCTION refuse_late_score();
"""

UNSEAL = """
DROP TRIGGER elections_regionscore_is_sealed ON elections_regionscore;
DROP FUNCTION refuse_late_score();
ALTER TABLE elections_rankingedition DROP COLUMN frozen_in;
"""


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [("elections", "0004_retention")]

    operations = [migrations.RunSQL(SEAL, UNSEAL)]
