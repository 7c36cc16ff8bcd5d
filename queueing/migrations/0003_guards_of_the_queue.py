"""What tables alone do not hold: seat and booking name each other, the book is append-only, rows keep to their area."""

from django.db import migrations

ROLE = "kependudukan_desk"
AREA = "(SELECT current_setting('kependudukan.area', true))"
#: Codes sort bytewise and "/" follows ".": the range holds what begins with the code and a dot (registry/scope.py).
INSIDE = f"({AREA} = '00' OR area = {AREA} OR (area > {AREA} || '.' AND area < {AREA} || '/'))"
TABLES = ("queueing_party", "queueing_booking", "queueing_ticket")

#: Checked when the transaction ends, since one statement writes both rows.
AGREE = """
CREATE FUNCTION a_taken_seat_and_its_booking_name_each_other() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_TABLE_NAME = 'queueing_seat' THEN
        PERFORM FROM queueing_seat AS seat JOIN queueing_booking AS booking ON booking.id = seat.taken_by_id
            WHERE seat.id = NEW.id
            AND (booking.seat_id IS DISTINCT FROM seat.id OR booking.slot_id IS DISTINCT FROM seat.slot_id
                OR booking.state NOT IN ('held', 'confirmed', 'checked_in', 'served', 'no_show'));
    ELSE
        PERFORM FROM queueing_booking AS booking LEFT JOIN queueing_seat AS seat ON seat.id = booking.seat_id
            WHERE booking.id = NEW.id
            AND booking.state IN ('held', 'confirmed', 'checked_in', 'served', 'no_show')
            AND (seat.taken_by_id IS DISTINCT FROM booking.id OR seat.slot_id IS DISTINCT FROM booking.slot_id);
    END IF;
    IF FOUND THEN
        RAISE EXCEPTION 'a taken seat and its booking name each other' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER a_taken_seat_names_its_booking AFTER UPDATE OF taken_by_id, slot_id ON queueing_seat
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.taken_by_id IS NOT NULL)
    EXECUTE FUNCTION a_taken_seat_and_its_booking_name_each_other();
CREATE CONSTRAINT TRIGGER a_freed_seat_leaves_no_booking AFTER UPDATE OF taken_by_id ON queueing_seat
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (OLD.taken_by_id IS NOT NULL AND NEW.taken_by_id IS NULL)
    EXECUTE FUNCTION a_freed_seat_leaves_no_booking();
CREATE CONSTRAINT TRIGGER a_live_booking_names_its_seat AFTER INSERT OR UPDATE OF state, seat_id, slot_id ON queueing_booking
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.seat_id IS NOT NULL)
    EXECUTE FUNCTION a_taken_seat_and_its_booking_name_each_other();
"""
FREED = """
CREATE FUNCTION a_freed_seat_leaves_no_booking() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM queueing_booking AS booking JOIN queueing_seat AS seat ON seat.id = booking.seat_id
        WHERE booking.id = OLD.taken_by_id
        AND booking.state IN ('held', 'confirmed', 'checked_in', 'served', 'no_show')
        AND seat.taken_by_id IS DISTINCT FROM booking.id;
    IF FOUND THEN
        RAISE EXCEPTION 'a freed seat leaves no booking behind' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;
"""
DISAGREE = """
DROP TRIGGER a_live_booking_names_its_seat ON queueing_booking;
DROP TRIGGER a_freed_seat_leaves_no_booking ON queueing_seat;
DROP TRIGGER a_taken_seat_names_its_booking ON queueing_seat;
DROP FUNCTION a_taken_seat_and_its_booking_name_each_other();
"""

APPEND_ONLY = """
CREATE TRIGGER queueing_queueevent_is_append_only BEFORE UPDATE OR DELETE ON queueing_queueevent
    FOR EACH ROW EXECUTE FUNCTION refuse_change('the book of the queue is only written at its end');
"""


def policy(table: str) -> str:
    return (
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;"
        f"CREATE POLICY rows_of_the_own_area ON {table} TO {ROLE} USING ({INSIDE})"
    )


def no_policy(table: str) -> str:
    return f"DROP POLICY rows_of_the_own_area ON {table}; ALTER TABLE {table} DISABLE ROW LEVEL SECURITY"


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [("queueing", "0002_seats_and_bookings"), ("registry", "0006_row_level_security")]

    operations = [
        migrations.RunSQL(FREED, "DROP FUNCTION a_freed_seat_leaves_no_booking()"),
        migrations.RunSQL(AGREE, DISAGREE),
        migrations.RunSQL(APPEND_ONLY, "DROP TRIGGER queueing_queueevent_is_append_only ON queueing_queueevent"),
        *(migrations.RunSQL(policy(table), no_policy(table)) for table in TABLES),
    ]
