"""What boards and phones show is told of by PostgreSQL itself, so that nobody asks what has not changed."""

from django.db import migrations

TELL = """
CREATE FUNCTION tell_of_the_hall() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('hall', NEW.office_id::text);
    RETURN NULL;
END $$;
CREATE TRIGGER a_ticket_is_told_of AFTER INSERT OR UPDATE ON queueing_ticket
    FOR EACH ROW EXECUTE FUNCTION tell_of_the_hall();
CREATE TRIGGER a_call_is_told_of AFTER INSERT OR UPDATE ON queueing_call
    FOR EACH ROW EXECUTE FUNCTION tell_of_the_hall();
CREATE TRIGGER a_counter_is_told_of AFTER INSERT OR UPDATE ON queueing_counter
    FOR EACH ROW EXECUTE FUNCTION tell_of_the_hall();
CREATE TRIGGER an_outage_is_told_of AFTER INSERT OR UPDATE ON queueing_outage
    FOR EACH ROW EXECUTE FUNCTION tell_of_the_hall();
"""
HUSH = """
DROP TRIGGER an_outage_is_told_of ON queueing_outage;
DROP TRIGGER a_counter_is_told_of ON queueing_counter;
DROP TRIGGER a_call_is_told_of ON queueing_call;
DROP TRIGGER a_ticket_is_told_of ON queueing_ticket;
DROP FUNCTION tell_of_the_hall();
"""


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [("queueing", "0013_sessions_keep_to_their_area")]

    operations = [migrations.RunSQL(TELL, HUSH)]
