//! Admission by examples, and against the slow way of trying every assignment.

use super::*;
use crate::domain::{
    id::HallSessionId,
    slot::{CounterPlan, SlotKey},
};
use chrono::DateTime;
use proptest::prelude::*;
use uuid::Uuid;

fn plan(counters: &[(&[&str], u32)]) -> SlotPlan {
    let counters = counters.iter().enumerate().map(|(index, (items, places))| CounterPlan {
        counter_id: format!("A{index:02}"),
        service_item_ids: items.iter().map(|item| (*item).to_owned()).collect(),
        places: *places,
    });
    SlotPlan {
        key: SlotKey { start: DateTime::UNIX_EPOCH, hall_session_id: HallSessionId(Uuid::nil()) },
        end: DateTime::UNIX_EPOCH,
        counters: counters.collect(),
        booked: ChannelQuota::default(),
        walk_in: ChannelQuota::default(),
        third_party: ChannelQuota::default(),
        ticket_series: "A".to_owned(),
    }
}

fn items(text: &str) -> ItemSet {
    ItemSet::parse(text)
}

fn judge(plan: SlotPlan) -> SlotJudge {
    SlotJudge::new(plan, Sales::default(), Sales::default(), WalkInOpen::No)
}

#[test]
fn a_visit_moves_another_to_a_counter_that_serves_it_too() {
    let mut judge = judge(plan(&[(&["A", "B"], 1), (&["A"], 1)]));
    assert!(judge.refusals(Channel::Booked, &items("A")).is_empty());
    judge.sell(Channel::Booked, &items("A"));
    assert!(judge.refusals(Channel::Booked, &items("B")).is_empty());
    judge.sell(Channel::Booked, &items("B"));
    assert_eq!(judge.refusals(Channel::Booked, &items("A")), [Refusal::SlotFull]);
}

#[test]
fn one_window_serves_all_items_of_a_visit_or_the_visit_is_refused() {
    let judge = judge(plan(&[(&["A"], 5), (&["B"], 5)]));
    assert_eq!(judge.refusals(Channel::Booked, &items("A+B")), [Refusal::NoCounterServes]);
}

#[test]
fn floors_keep_places_and_flow_to_walk_ins_near_the_slot() {
    let mut shared = plan(&[(&["A"], 3)]);
    shared.booked = ChannelQuota { floor: 2, ceiling: 0 };
    shared.third_party = ChannelQuota { floor: 0, ceiling: 1 };
    let far = SlotJudge::new(shared.clone(), Sales::default(), Sales::default(), WalkInOpen::No);
    let near = SlotJudge::new(shared, Sales::default(), Sales::default(), WalkInOpen::Yes);
    assert_eq!(far.left_for(Channel::WalkIn), 1);
    assert_eq!(near.left_for(Channel::WalkIn), 3);
    assert_eq!(far.left_for(Channel::ThirdParty), 1);
    let mut sold = far;
    sold.sell(Channel::ThirdParty, &items("A"));
    assert_eq!(sold.refusals(Channel::ThirdParty, &items("A")), [Refusal::ChannelFull]);
    assert!(sold.refusals(Channel::Booked, &items("A")).is_empty());
    sold.release(Channel::ThirdParty, &items("A"));
    assert_eq!(sold.left_for(Channel::ThirdParty), 1);
}

#[test]
fn sales_read_back() {
    let mut sales = Sales::default();
    sales.add(Channel::Booked, &items("RP-W-EXT+WP-EXT"));
    sales.add(Channel::Booked, &items("RP-W-EXT+WP-EXT"));
    sales.add(Channel::WalkIn, &items("NCR"));
    assert_eq!(Sales::parse(&sales.text()), Some(sales.clone()));
    assert_eq!(sales.total(), 3);
    assert_eq!(Sales::parse("nonsense"), None);
}

/// True where some assignment exists, found by trying all of them.
fn fits(counters: &mut [(BTreeSet<String>, u32)], visits: &[ItemSet]) -> bool {
    let Some((visit, rest)) = visits.split_first() else { return true };
    for index in 0..counters.len() {
        if counters[index].1 > 0 && visit.within(&counters[index].0) {
            counters[index].1 -= 1;
            let done = fits(counters, rest);
            counters[index].1 += 1;
            if done {
                return true;
            }
        }
    }
    false
}

proptest! {
    #[test]
    fn a_visit_is_admitted_exactly_where_some_assignment_exists(
        counters in prop::collection::vec((1_u8..8, 0_u32..3), 1..4),
        visits in prop::collection::vec(1_u8..8, 1..7),
    ) {
        let names = ["A", "B", "C"];
        let set = |bits: u8| -> Vec<&str> {
            (0..3).filter(|bit| bits & (1 << bit) != 0).map(|bit| names[bit]).collect()
        };
        let sets: Vec<_> = counters.iter().map(|(bits, places)| (set(*bits), *places)).collect();
        let borrowed = sets.iter().map(|(items, places)| (items.as_slice(), *places));
        let borrowed: Vec<_> = borrowed.collect();
        let plan = plan(&borrowed);
        let mut slow: Vec<_> = plan
            .counters
            .iter()
            .map(|counter| (counter.service_item_ids.clone(), counter.places))
            .collect();
        let mut judge = judge(plan);
        let mut admitted = Vec::new();
        for bits in visits {
            let visit = items(&set(bits).join("+"));
            let mut with = admitted.clone();
            with.push(visit.clone());
            let expected = fits(&mut slow, &with);
            let refusals = judge.refusals(Channel::Booked, &visit);
            prop_assert_eq!(refusals.is_empty(), expected);
            if expected {
                judge.sell(Channel::Booked, &visit);
                admitted = with;
            }
        }
    }
}
