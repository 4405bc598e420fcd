//! How residents are found.

use super::*;

#[tokio::test]
async fn a_name_is_found_in_every_script_order_and_beginning() {
    let centre = morning().await;
    let clerk = centre.clerk();
    let german = clerk
        .registers(v1::Resident {
            names: vec![
                latin("MUELLER", "JUERGEN"),
                name(v1::NameKind::Visual, "Müller-Lüdenscheidt", "Jürgen Karl"),
            ],
            ..person("", "", "1964-08-12")
        })
        .await;
    let chinese = clerk
        .registers(v1::Resident {
            person_type: v1::PersonType::HongKong.into(),
            nationalities: Vec::new(),
            names: vec![name(v1::NameKind::Chinese, "单", "雨桐"), latin("SHAN", "YU TUNG")],
            ..person("", "", "1999-09-09")
        })
        .await;
    let table = [
        ("muller jurgen", &german),
        ("Jürgen mull", &german),
        ("LUEDEN", &german),
        ("karl j", &german),
        ("单雨", &chinese),
        ("雨桐", &chinese),
        ("danyutong", &chinese),
        ("shanyu", &chinese),
        ("syt", &chinese),
        ("tung yu", &chinese),
    ];
    for (query, wanted) in table {
        assert_eq!(clerk.finds(query).await, vec![wanted.resident_id.clone()], "{query}");
    }
    for query in ["uller", "jurgen x", "桐雨", "yts", "%"] {
        let found = clerk.call(searching(query)).await;
        let none = found.map_or(true, |answer| answer.into_inner().residents.is_empty());
        assert!(none, "{query}");
    }
    assert_eq!(clerk.refused(searching("--")).await.fields(), ["query"]);
}

#[tokio::test]
async fn residents_are_found_by_employer_birth_date_and_page_by_page_in_the_order_of_their_names() {
    let centre = morning().await;
    let clerk = centre.clerk();
    const CODE: &str = "91330482MA2B8NDK31";
    let employed = |given: &str, born: &str| v1::Resident {
        employer: Some(v1::Employer { enterprise_id: CODE.to_owned(), name: "NIDEC".to_owned() }),
        ..person("STAFF", given, born)
    };
    let names = ["ADA", "BEA", "CLEO", "DORA", "EVA"];
    for given in names.iter().rev() {
        clerk.registers(employed(given, "1990-02-28")).await;
    }
    clerk.registers(person("STAFF", "OTHER", "1990-02-28")).await;
    clerk.registers(person("STAFF", "ADA", "1990-03-01")).await;
    let mut shown = Vec::new();
    let mut request = v1::SearchResidentsRequest {
        enterprise_id: CODE.to_lowercase(),
        page_size: 2,
        ..Default::default()
    };
    loop {
        let page = clerk.ok(request.clone()).await;
        shown.extend(page.residents.into_iter().map(|one| one.names[0].given_names.clone()));
        if page.next_page_token.is_empty() {
            break;
        }
        request.page_token = page.next_page_token;
    }
    assert_eq!(shown, names);
    let token = request.page_token.clone();
    let other = v1::SearchResidentsRequest { page_token: token, ..searching("staff") };
    assert_eq!(clerk.refused(other).await.fields(), ["page_token"]);
    let born =
        v1::SearchResidentsRequest { birth_date: Some(date("1990-02-28")), ..searching("ada") };
    assert_eq!(clerk.ok(born).await.residents.len(), 1);
    assert_eq!(clerk.finds("staff ada").await.len(), 2);
}
