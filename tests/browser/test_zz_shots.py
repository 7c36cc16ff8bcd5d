import pytest, datetime
from playwright.sync_api import Page
from tests.queueing.identity.filled import *
from tests.queueing.identity.test_form_pages import address
from tests.factories.queueing import *
from tests.factories.elections import make_region
from queueing.actions import holds
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
def shot(page, url, label):
    for w in (360, 1280):
        page.set_viewport_size({"width": w, "height": 800})
        if url: page.goto(url)
        page.screenshot(path=f"/tmp/shots/{label}-{w}.png", full_page=True)
def test_shots_of_pages(page: Page, live_server):
    make_region("35.16.08")
    main = OfficeFactory.create(main=True, name="Kantor Dispendukcapil")
    for n in range(3): SlotFactory.create(office=main, seats=4, seats__lane="priority")
    office = OfficeFactory.create(name="Zona Mojosari", address="Jalan Pemuda 12, Mojosari")
    slot = SlotFactory.create(office=office, seats=9)
    SlotFactory.create(office=office, seats=9)
    u = live_server.url
    party = a_held_form(slot)
    shot(page, u+address("people", party), "people")
    page.set_viewport_size({"width": 360, "height": 800})
    page.goto(u+address("people", party))
    page.get_by_label("NIK", exact=True).fill("3516 0831 0203 0001")
    page.screenshot(path="/tmp/shots/live-360.png", full_page=True)
    page.get_by_role("button", name="Lanjutkan").click()
    page.screenshot(path="/tmp/shots/errors-360.png", full_page=True)
    family = a_held_form(slot, persons=2)
    shot(page, u+address("people", family), "family")
    name(party, NIKS[0])
    shot(page, u+address("code", party), "code")
    home = somebody(card__state="UNREGISTERED").household
    somebody(NIKS[1], household=home, card__state="CARD_ISSUED")
    somebody(NIKS[2], household=home)
    prove(party)
    shot(page, u+address("check", party), "check")
    name(family, *NIKS[:2]); 
    people.name_people(party=family.pk, people=[Person(name="SITI AMINAH", nik=NIKS[0], priority="invited"), Person(name="BUDI", nik=NIKS[1])], kk_number=KK_NUMBER, contact=PHONE, channel="whatsapp", at=now())
    prove(family)
    shot(page, u+address("check", family), "check-family")
    holds.expire_lapsed(at=now()+datetime.timedelta(minutes=11))
    shot(page, u+address("renew", party), "renew")
