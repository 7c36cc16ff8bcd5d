"""A card moves step by step, and the database refuses what is no step; a handover is written once.

The steps are those of `registry/rules/card_status.py` as they stood when this was written;
`tests/registry/cards/test_database_refuses.py` asks the database about every pair of states and holds both together.
"""

from django.db import migrations

STEPS = {
    "UNREGISTERED": ["BIO_CAPTURED"],
    "BIO_CAPTURED": ["PROCESSING"],
    "PROCESSING": ["SENT_FOR_ENROLLMENT"],
    "SENT_FOR_ENROLLMENT": ["RECEIVED_AT_CENTRAL"],
    "RECEIVED_AT_CENTRAL": [
        "ENROLL_FAILURE_AT_CENTRAL",
        "SEARCH_FAILURE_AT_CENTRAL",
        "ENROLL_FAILURE_AT_REGIONAL",
        "ADJUDICATE_RECORD",
        "REQUEST_VALIDATION",
        "DUPLICATE_RECORD",
        "PRINT_READY_RECORD",
    ],
    "ENROLL_FAILURE_AT_CENTRAL": ["BIO_CAPTURED"],
    "ENROLL_FAILURE_AT_REGIONAL": ["BIO_CAPTURED"],
    "SEARCH_FAILURE_AT_CENTRAL": ["SENT_FOR_ENROLLMENT"],
    "ADJUDICATE_RECORD": ["PRINT_READY_RECORD", "DUPLICATE_RECORD"],
    "REQUEST_VALIDATION": ["PRINT_READY_RECORD", "ADJUDICATE_RECORD"],
    "DUPLICATE_RECORD": ["UNREGISTERED", "ADJUDICATE_RECORD"],
    "PRINT_READY_RECORD": ["SENT_FOR_CARD_PRINTING"],
    "SENT_FOR_CARD_PRINTING": ["CARD_PRINTED"],
    "CARD_PRINTED": ["CARD_SHIPPED"],
    "CARD_SHIPPED": ["CARD_ISSUED"],
    "CARD_ISSUED": ["PRINT_READY_RECORD"],
}

PAIRS = ", ".join(f"('{now}', '{to}')" for now, following in STEPS.items() for to in following)

# The function runs for a card that changes its state and by no declared way: a file of a million cards calls it never.
REFUSE = f"""
CREATE FUNCTION refuse_impossible_card_move() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (OLD.state, NEW.state) IN ({PAIRS}) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a_card_moves_step_by_step: % to % refused', OLD.state, NEW.state
        USING ERRCODE = 'check_violation', CONSTRAINT = 'a_card_moves_step_by_step', TABLE = TG_TABLE_NAME;
END $$;

CREATE TRIGGER a_card_moves_step_by_step BEFORE UPDATE OF state ON registry_cardrecord
    FOR EACH ROW WHEN (
        OLD.state IS DISTINCT FROM NEW.state
        AND current_setting('kependudukan.card_moves', true) IS DISTINCT FROM 'reported'
        AND current_setting('kependudukan.card_moves', true) IS DISTINCT FROM 'taken back'
    )
    EXECUTE FUNCTION refuse_impossible_card_move();
"""

ALLOW = """
DROP TRIGGER a_card_moves_step_by_step ON registry_cardrecord;
DROP FUNCTION refuse_impossible_card_move();
"""

WRITE_ONCE = """
CREATE TRIGGER registry_cardhandover_is_append_only BEFORE UPDATE OR DELETE ON registry_cardhandover
    FOR EACH ROW EXECUTE FUNCTION refuse_change('the handing over of a card is never changed');
ALTER TABLE registry_cardhandover ENABLE ROW LEVEL SECURITY;
CREATE POLICY rows_of_the_own_area ON registry_cardhandover TO kependudukan_desk
    USING (EXISTS (SELECT FROM registry_resident AS person WHERE person.id = resident_id));
"""

WRITE_OVER = """
DROP POLICY rows_of_the_own_area ON registry_cardhandover;
ALTER TABLE registry_cardhandover DISABLE ROW LEVEL SECURITY;
DROP TRIGGER registry_cardhandover_is_append_only ON registry_cardhandover;
"""


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [("registry", "0017_card_handover")]

    operations = [
        migrations.RunSQL(REFUSE, ALLOW),
        migrations.RunSQL(WRITE_ONCE, WRITE_OVER),
    ]
