//! Slots' ledgers, holds, appointments and tickets. The checks and unique indexes here are the last
//! word on capacity, on one booking a person, item and day, and on one ticket a counter.

use sea_orm_migration::sea_orm::DbBackend;

crate::step!("m0004_appointments");

fn up(_: DbBackend) -> String {
    UP.to_owned()
}

fn down(_: DbBackend) -> String {
    DOWN.to_owned()
}

const UP: &str = "
CREATE TABLE slot_ledger (
    hall_session_id {uuid} NOT NULL,
    start_at {instant} NOT NULL,
    slot_date {date} NOT NULL,
    places {int} NOT NULL,
    sold {int} NOT NULL CHECK (sold BETWEEN 0 AND places),
    sales TEXT NOT NULL,
    PRIMARY KEY (hall_session_id, start_at)
{table_end}
--;
CREATE INDEX slot_ledger_date ON slot_ledger (slot_date)
--;
CREATE TABLE hold (
    id {uuid} NOT NULL PRIMARY KEY,
    kind {int} NOT NULL CHECK (kind IN (1, 2)),
    hall_session_id {uuid} NOT NULL,
    start_at {instant} NOT NULL,
    slot_date {date} NOT NULL,
    channel {int} NOT NULL,
    service_items TEXT NOT NULL,
    account_id {uuid},
    expires_at {instant} NOT NULL,
    used_by {uuid},
    created_at {instant} NOT NULL
{table_end}
--;
CREATE INDEX hold_slot ON hold (hall_session_id, start_at, expires_at)
--;
CREATE INDEX hold_date ON hold (slot_date, expires_at)
--;
CREATE TABLE appointment (
    id {uuid} NOT NULL PRIMARY KEY,
    number TEXT NOT NULL UNIQUE,
    state {int} NOT NULL CHECK (state BETWEEN 1 AND 6),
    channel {int} NOT NULL CHECK (channel BETWEEN 1 AND 3),
    hall_session_id {uuid} NOT NULL,
    slot_date {date} NOT NULL,
    start_at {instant} NOT NULL,
    end_at {instant} NOT NULL,
    service_items TEXT NOT NULL,
    visitor_name TEXT NOT NULL,
    visitor_language TEXT NOT NULL,
    visitor_phone TEXT NOT NULL,
    visitor_email TEXT NOT NULL,
    passport_sealed {bytes},
    passport_mask TEXT NOT NULL,
    person_key {bytes} NOT NULL,
    agent_name TEXT,
    agent_phone TEXT,
    note TEXT NOT NULL,
    reason TEXT NOT NULL,
    ticket_id {uuid},
    created_by {uuid} NOT NULL,
    created_at {instant} NOT NULL,
    updated_at {instant} NOT NULL,
    version {bigint} NOT NULL
{table_end}
--;
CREATE INDEX appointment_time ON appointment (slot_date, start_at, id)
--;
CREATE INDEX appointment_person ON appointment (person_key, slot_date)
--;
CREATE TABLE appointment_item (
    appointment_id {uuid} NOT NULL REFERENCES appointment (id),
    service_item_id TEXT NOT NULL,
    department_id TEXT NOT NULL,
    person_key {bytes} NOT NULL,
    slot_date {date} NOT NULL,
    active {int} NOT NULL CHECK (active IN (0, 1)),
    PRIMARY KEY (appointment_id, service_item_id)
{table_end}
--;
CREATE UNIQUE INDEX appointment_item_once
    ON appointment_item (person_key, service_item_id, slot_date) WHERE active = 1
--;
CREATE INDEX appointment_item_department ON appointment_item (department_id, slot_date)
--;
CREATE TABLE ticket (
    id {uuid} NOT NULL PRIMARY KEY,
    ticket_date {date} NOT NULL,
    series TEXT NOT NULL,
    number {int} NOT NULL,
    state {int} NOT NULL CHECK (state BETWEEN 1 AND 6),
    priority {int} NOT NULL CHECK (priority BETWEEN 0 AND 9),
    order_at {instant} NOT NULL,
    channel {int} NOT NULL,
    service_items TEXT NOT NULL,
    appointment_id {uuid} NOT NULL REFERENCES appointment (id),
    language TEXT NOT NULL,
    counter_id TEXT,
    calls {int} NOT NULL,
    issued_at {instant} NOT NULL,
    first_called_at {instant},
    called_at {instant},
    served_at {instant},
    ended_at {instant},
    service_seconds {bigint} NOT NULL,
    result {int} NOT NULL CHECK (result BETWEEN 0 AND 5),
    version {bigint} NOT NULL,
    UNIQUE (ticket_date, series, number)
{table_end}
--;
CREATE UNIQUE INDEX ticket_counter_once ON ticket (ticket_date, counter_id) WHERE state IN (2, 3)
--;
CREATE INDEX ticket_order ON ticket (ticket_date, state, priority, order_at, id)
--;
CREATE TABLE ticket_series (
    ticket_date {date} NOT NULL,
    series TEXT NOT NULL,
    last_number {int} NOT NULL,
    PRIMARY KEY (ticket_date, series)
{table_end}
";

const DOWN: &str = "
DROP TABLE ticket_series
--;
DROP TABLE ticket
--;
DROP TABLE appointment_item
--;
DROP TABLE appointment
--;
DROP TABLE hold
--;
DROP TABLE slot_ledger
";
