//! What is not one of our tokens to the letter is not accepted.

use super::*;
use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair as _};
use chrono::Duration;
use data_encoding::BASE64URL_NOPAD;
use serde_json::{Value, json};

const KID: &str = "own";

fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_800_000_000, 250_000_000).unwrap()
}

struct Forge {
    pair: Ed25519KeyPair,
    keys: KeySet,
}

impl Forge {
    fn new() -> Self {
        let pair = Ed25519KeyPair::generate().unwrap();
        let keys = KeySet::new(vec![Self::key(&pair, now(), None)], now());
        Self { pair, keys }
    }

    fn key(pair: &Ed25519KeyPair, from: DateTime<Utc>, until: Option<DateTime<Utc>>) -> Key {
        let private_key = pair.to_pkcs8().unwrap();
        Key::new(KID.into(), from, until, private_key.as_ref(), pair.public_key().as_ref())
    }

    /// Signs any header and claims with the true key.
    fn token(&self, header: &Value, claims: &Value) -> String {
        let part = |part: &Value| BASE64URL_NOPAD.encode(part.to_string().as_bytes());
        let message = format!("{}.{}", part(header), part(claims));
        let signature = BASE64URL_NOPAD.encode(self.pair.sign(message.as_bytes()).as_ref());
        format!("{message}.{signature}")
    }

    fn verify(&self, header: &Value, claims: &Value) -> Result<Verified, Rejected> {
        verify(&self.token(header, claims), now(), &self.keys)
    }
}

fn header() -> Value {
    json!({"typ": "at+jwt", "alg": "EdDSA", "kid": KID})
}

fn claims() -> Value {
    let at = now().timestamp();
    json!({
        "iss": "frsc", "aud": "frsc", "exp": at + 600, "nbf": at, "iat": at,
        "sub": AccountId(Uuid::from_u128(1)).text(), "sid": SessionId(Uuid::from_u128(2)).text(),
        "jti": Uuid::from_u128(3).to_string(),
    })
}

fn with(mut object: Value, name: &str, value: Value) -> Value {
    object[name] = value;
    object
}

fn without(mut object: Value, name: &str) -> Value {
    object.as_object_mut().unwrap().remove(name);
    object
}

#[test]
fn what_we_sign_is_what_we_accept() {
    let forge = Forge::new();
    let (account, session) = (AccountId(Uuid::from_u128(1)), SessionId(Uuid::from_u128(2)));
    let clock = Clock::manual(now());
    let ends = now() + Duration::hours(1);
    let (token, expires_at) = sign(&clock, &forge.keys, account, session, ends).unwrap();
    assert_eq!(expires_at.timestamp(), now().timestamp() + 600);
    let verified = verify(&token, now(), &forge.keys).unwrap();
    assert_eq!((verified.account_id, verified.session_id), (account, session));
    assert!(forge.verify(&header(), &claims()).is_ok());
    let last = expires_at - Duration::microseconds(1);
    assert!(verify(&token, last, &forge.keys).is_ok());
    assert_eq!(verify(&token, expires_at, &forge.keys), Err(Rejected::Bad));
    assert!(!verified.is_current(expires_at));
    let soon = now() + Duration::seconds(90);
    let (_, expires_at) = sign(&clock, &forge.keys, account, session, soon).unwrap();
    assert_eq!(expires_at.timestamp(), soon.timestamp());
}

#[test]
fn another_header_is_refused() {
    let forge = Forge::new();
    let bad = [
        with(header(), "alg", json!("none")),
        with(header(), "alg", json!("HS256")),
        with(header(), "alg", json!("ES256")),
        with(header(), "alg", json!("RS256")),
        with(header(), "typ", json!("JWT")),
        with(header(), "typ", json!("id+jwt")),
        without(header(), "typ"),
        without(header(), "alg"),
        without(header(), "kid"),
        with(header(), "kid", json!(7)),
        with(header(), "crit", json!(["exp"])),
        with(header(), "crit", json!([])),
        with(header(), "crit", json!("exp")),
        with(header(), "b64", json!(false)),
        with(header(), "jku", json!("https://example.org/keys")),
        with(header(), "x5u", json!("https://example.org/cert")),
        with(header(), "zip", json!("DEF")),
    ];
    for header in bad {
        assert_eq!(forge.verify(&header, &claims()), Err(Rejected::Bad), "{header}");
    }
    let other = with(header(), "kid", json!("other"));
    assert_eq!(forge.verify(&other, &claims()), Err(Rejected::UnknownKey));
}

#[test]
fn every_claim_is_required_and_typed() {
    let forge = Forge::new();
    for name in ["iss", "sub", "aud", "exp", "nbf", "iat", "jti", "sid"] {
        let mistyped = [json!(null), json!([]), json!({}), json!(true), json!("7"), json!(1.5)];
        assert_eq!(forge.verify(&header(), &without(claims(), name)), Err(Rejected::Bad), "{name}");
        for value in mistyped {
            let claims = with(claims(), name, value);
            assert_eq!(forge.verify(&header(), &claims), Err(Rejected::Bad), "{claims}");
        }
    }
}

#[test]
fn a_claim_of_another_value_is_refused() {
    let forge = Forge::new();
    let at = now().timestamp();
    let bad = [
        with(claims(), "iss", json!("other")),
        with(claims(), "aud", json!("other")),
        with(claims(), "aud", json!(["frsc"])),
        with(claims(), "iss", json!(["frsc"])),
        with(claims(), "sub", json!(SessionId(Uuid::from_u128(1)).text())),
        with(claims(), "sid", json!(AccountId(Uuid::from_u128(2)).text())),
        with(claims(), "jti", json!("once")),
        with(claims(), "exp", json!(at)),
        with(claims(), "exp", json!(at - 1)),
        with(claims(), "exp", json!(at + 601)),
        with(claims(), "exp", json!(i64::MAX)),
        with(claims(), "nbf", json!(at + 6)),
        with(claims(), "iat", json!(at + 6)),
        with(claims(), "iat", json!(i64::MIN)),
    ];
    for claims in bad {
        assert_eq!(forge.verify(&header(), &claims), Err(Rejected::Bad), "{claims}");
    }
}

#[test]
fn another_key_or_a_changed_token_is_refused() {
    let (forge, other) = (Forge::new(), Forge::new());
    let foreign = other.token(&header(), &claims());
    assert_eq!(verify(&foreign, now(), &forge.keys), Err(Rejected::Bad));
    let token = forge.token(&header(), &claims());
    let (message, signature) = token.rsplit_once('.').unwrap();
    let stranger = with(claims(), "sub", json!(AccountId(Uuid::from_u128(9)).text()));
    let swapped = BASE64URL_NOPAD.encode(stranger.to_string().as_bytes());
    let (head, _) = message.split_once('.').unwrap();
    for bad in [
        format!("{message}."),
        message.to_owned(),
        format!("{head}.{swapped}.{signature}"),
        format!("{token}."),
        format!("{token}.{token}"),
        format!("{token}="),
        String::new(),
        "..".to_owned(),
        "a".repeat(5000),
    ] {
        assert_eq!(verify(&bad, now(), &forge.keys), Err(Rejected::Bad), "{bad:.40}");
    }
}

#[test]
fn a_key_verifies_until_it_retires_and_the_newest_in_force_signs() {
    let forge = Forge::new();
    let token = forge.token(&header(), &claims());
    let ends = now() + Duration::seconds(60);
    let keys = KeySet::new(vec![Forge::key(&forge.pair, now(), Some(ends))], now());
    assert!(verify(&token, ends - Duration::microseconds(1), &keys).is_ok());
    assert_eq!(verify(&token, ends, &keys), Err(Rejected::Bad));
    assert!(keys.can_sign(now()) && !keys.can_sign(ends));
    let later = KeySet::new(vec![Forge::key(&forge.pair, ends, None)], now());
    assert!(!later.can_sign(now()) && later.can_sign(ends));
    assert!(verify(&token, now(), &later).is_ok());
}
