//! What the server tells of itself to anyone.

use crate::harness::Centre;
use frsc_proto::v1;

#[tokio::test]
async fn the_servers_facts_are_told_without_credentials() {
    let centre = Centre::start().await;
    let info = centre.nobody().ok(v1::GetServerInfoRequest {}).await;
    assert_eq!(info.version, env!("CARGO_PKG_VERSION"));
    assert_eq!((info.time_zone.as_str(), info.division_code.as_str()), ("Asia/Shanghai", "330482"));
    assert_eq!(info.server_time.unwrap().seconds, centre.clock.now().timestamp());
    assert_eq!((info.max_page_size, info.default_page_size), (500, 50));
    assert_eq!(info.request_id_duration.unwrap().seconds, 30 * 24 * 3600);
    assert_eq!(info.access_token_duration.unwrap().seconds, 600);
    assert_eq!(info.max_unary_duration.unwrap().seconds, 10);
    assert!(info.max_concurrent_streams > 0 && !info.demonstration);
}
