//! What opens where, and what does not.

use super::{DataKey, KeyRing, MasterKey, Secrets};
use chrono::{DateTime, TimeDelta, Utc};
use zeroize::Zeroizing;

const PLACE: &str = "appointment.passport_sealed:1";

fn at(minute: i64) -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + TimeDelta::minutes(minute)
}

fn ring(keys: &[(u32, u8, i64)], now: i64) -> KeyRing {
    let key = |&(number, byte, from): &(u32, u8, i64)| {
        let told = DataKey { number, created_at: at(0), seals_from: at(from) };
        (told, Zeroizing::new([byte; 32]))
    };
    KeyRing::new(keys.iter().map(key).collect(), at(now)).unwrap()
}

fn secrets(root: u8, ring: KeyRing) -> Secrets {
    Secrets::new(MasterKey::new(&[1; 32]).unwrap(), &[root; 32], ring).unwrap()
}

#[test]
fn a_sealed_field_opens_in_its_own_place_only() {
    let own = secrets(7, ring(&[(1, 7, 0)], 0));
    let sealed = own.seal(PLACE, b"E12345678").unwrap();
    assert_eq!(own.open_sealed(PLACE, &sealed).unwrap().as_slice(), b"E12345678");
    for elsewhere in ["appointment.passport_sealed:2", "case_file.passport_sealed:1"] {
        assert!(own.open_sealed(elsewhere, &sealed).is_err(), "{elsewhere}");
    }
    let other = secrets(7, ring(&[(1, 8, 0)], 0));
    assert!(other.open_sealed(PLACE, &sealed).is_err());
    for length in 0..sealed.len() {
        assert!(own.open_sealed(PLACE, &sealed[..length]).is_err());
    }
    let mut renumbered = sealed.clone();
    renumbered[3] = 2;
    let two = secrets(7, ring(&[(1, 7, 0), (2, 9, 0)], 0));
    assert!(two.open_sealed(PLACE, &renumbered).is_err());
    assert_ne!(sealed, own.seal(PLACE, b"E12345678").unwrap());
}

#[test]
fn a_new_key_seals_from_its_time_on_and_the_old_one_opens() {
    let keys = [(1, 7, 0), (2, 9, 5)];
    let own = secrets(7, ring(&keys, 4));
    assert_eq!(own.sealing_number(), 1);
    let old = own.seal(PLACE, b"E12345678").unwrap();
    own.take_up(ring(&keys, 5));
    assert_eq!(own.sealing_number(), 2);
    let new = own.seal(PLACE, b"E12345678").unwrap();
    assert_eq!((old[3], new[3]), (1, 2));
    for sealed in [old, new] {
        assert_eq!(own.open_sealed(PLACE, &sealed).unwrap().as_slice(), b"E12345678");
    }
}

#[test]
fn where_a_clock_was_set_back_before_every_key_the_oldest_seals() {
    let own = secrets(7, ring(&[(1, 7, 5), (2, 9, 8)], 4));
    assert_eq!(own.sealing_number(), 1);
}

#[test]
fn hashes_depend_on_root_kind_and_value_and_on_no_sealing_key() {
    let (one, two) = (secrets(7, ring(&[(1, 7, 0)], 0)), secrets(8, ring(&[(1, 7, 0)], 0)));
    assert_eq!(one.blind_index("a", "bc"), one.blind_index("a", "bc"));
    assert_ne!(one.blind_index("a", "bc"), one.blind_index("ab", "c"));
    assert_ne!(one.blind_index("a", "bc"), two.blind_index("a", "bc"));
    let rotated = secrets(7, ring(&[(1, 7, 0), (2, 9, 0)], 0));
    assert_eq!(one.blind_index("a", "bc"), rotated.blind_index("a", "bc"));
}

#[test]
fn a_wrapped_key_opens_by_its_master_key_and_number_only() {
    let (own, other) = (MasterKey::new(&[1; 32]).unwrap(), MasterKey::new(&[2; 32]).unwrap());
    let plain = Zeroizing::new([5; 32]);
    let wrapped = own.wrap(3, &plain).unwrap();
    assert_eq!(own.unwrap(3, &wrapped).unwrap(), plain);
    assert!(own.unwrap(4, &wrapped).is_err());
    assert!(other.unwrap(3, &wrapped).is_err());
    assert_ne!(own.name(), other.name());
}

#[test]
fn a_master_key_comes_from_a_command_and_a_failure_repeats_nothing_of_it() {
    let hex = "07".repeat(32);
    let key = MasterKey::from_command(&format!("printf '{hex}\\n'")).unwrap();
    assert_eq!(key.name(), MasterKey::new(&[7; 32]).unwrap().name());
    for command in ["echo secret", "exit 3", &format!("echo {hex}00")] {
        let error = MasterKey::from_command(command).unwrap_err();
        assert!(error.starts_with("key_command: ") && !error.contains("secret"), "{error}");
    }
}
