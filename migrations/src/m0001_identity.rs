//! Accounts, their sessions and refresh tokens, the keys that sign access tokens, and the one-time
//! code of the first account.

use sea_orm_migration::sea_orm::DbBackend;

crate::step!("m0001_identity");

fn up(_: DbBackend) -> String {
    UP.to_owned()
}

fn down(_: DbBackend) -> String {
    DOWN.to_owned()
}

const UP: &str = "
CREATE TABLE account (
    id {uuid} NOT NULL PRIMARY KEY,
    kind {int} NOT NULL CHECK (kind IN (1, 2)),
    login_name TEXT NOT NULL UNIQUE,
    display_name TEXT NOT NULL,
    state {int} NOT NULL CHECK (state IN (1, 2)),
    secret_hash TEXT NOT NULL,
    roles {int} NOT NULL CHECK (roles BETWEEN 0 AND 63 AND (roles & 48) <> 48),
    grantable_roles {int} NOT NULL CHECK (grantable_roles BETWEEN 0 AND 63),
    department_id TEXT,
    failed_attempts {int} NOT NULL DEFAULT 0,
    locked_until {instant},
    created_at {instant} NOT NULL,
    updated_at {instant} NOT NULL,
    version {bigint} NOT NULL
{table_end}
--;
CREATE TABLE auth_session (
    id {uuid} NOT NULL PRIMARY KEY,
    account_id {uuid} NOT NULL REFERENCES account (id),
    created_at {instant} NOT NULL,
    expires_at {instant} NOT NULL,
    revoked_at {instant},
    revoked_because TEXT
{table_end}
--;
CREATE INDEX auth_session_account ON auth_session (account_id)
--;
CREATE TABLE refresh_token (
    token_hash {bytes} NOT NULL PRIMARY KEY,
    session_id {uuid} NOT NULL REFERENCES auth_session (id),
    created_at {instant} NOT NULL,
    expires_at {instant} NOT NULL,
    used_at {instant},
    successor_sealed {bytes}
{table_end}
--;
CREATE INDEX refresh_token_session ON refresh_token (session_id)
--;
CREATE TABLE signing_key (
    kid TEXT NOT NULL PRIMARY KEY,
    public_key {bytes} NOT NULL,
    private_key_sealed {bytes} NOT NULL,
    created_at {instant} NOT NULL,
    signs_from {instant} NOT NULL,
    retires_at {instant}
{table_end}
--;
CREATE TABLE bootstrap_code (
    code_hash {bytes} NOT NULL PRIMARY KEY,
    created_at {instant} NOT NULL,
    expires_at {instant} NOT NULL,
    used_at {instant}
{table_end}
";

const DOWN: &str = "
DROP TABLE bootstrap_code
--;
DROP TABLE signing_key
--;
DROP TABLE refresh_token
--;
DROP TABLE auth_session
--;
DROP TABLE account
";
