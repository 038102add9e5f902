//! Whether one rule takes all that another could: what can be said without data.

use super::condition::{Condition, Lists};
use super::rule::{ChannelRule, ChannelTest};

/// The first of the rules before a rule that holds whenever that one does, as far as the conditions alone say.
pub(super) fn shadow(rule: &ChannelRule, before: &[ChannelRule]) -> Option<usize> {
    before.iter().position(|other| covers(other, rule))
}

/// Whether `wide` surely holds where `narrow` does.
fn covers(wide: &ChannelRule, narrow: &ChannelRule) -> bool {
    let all = wide.when.iter().all(|(field, test)| {
        narrow.when.get(field).is_some_and(|other| implied(test, other, field))
    });
    let one = wide.any.is_empty()
        || wide.any.iter().any(|(field, test)| {
            narrow.when.get(field).is_some_and(|other| implied(test, other, field))
        })
        || (!narrow.any.is_empty()
            && narrow.any.iter().all(|(field, other)| {
                wide.any.get(field).is_some_and(|test| implied(test, other, field))
            }));
    all && one
}

/// Whether a value that passes `narrow` surely passes `wide`.
fn implied(wide: &ChannelTest, narrow: &ChannelTest, field: &str) -> bool {
    if wide == narrow {
        return true;
    }
    // Of several click ids, one may pass a test and another fail it.
    if wide.not || narrow.not || field == "click_id" {
        return false;
    }
    let Ok(ready) = Condition::of(wide, &mut Lists::default()) else { return false };
    let parts = |names: &[String], of: &dyn Fn(&str) -> bool| {
        names.iter().all(|name| of(&name.to_lowercase()))
    };
    let contains =
        |part: &str| wide.contains.0.iter().any(|known| part.contains(&known.to_lowercase()));
    let starts =
        |part: &str| wide.starts.0.iter().any(|known| part.starts_with(&known.to_lowercase()));
    let ends = |part: &str| wide.ends.0.iter().any(|known| part.ends_with(&known.to_lowercase()));
    parts(&narrow.equals.0, &|name| ready.holds(name.trim(), name.trim()))
        && parts(&narrow.contains.0, &contains)
        && parts(&narrow.starts.0, &|part| starts(part) || contains(part))
        && parts(&narrow.ends.0, &|part| ends(part) || contains(part))
        && narrow.list.0.iter().all(|name| wide.list.0.contains(name))
        && narrow.regex.0.iter().all(|pattern| wide.regex.0.contains(pattern))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(field: &str, test: ChannelTest) -> ChannelRule {
        ChannelRule::new("A").when(field, test)
    }

    #[test]
    fn a_wider_rule_before_shadows() {
        let test = ChannelTest::default;
        for (wide, narrow, covered) in [
            (test().contains("cp"), test().equals(["cpc", "cpm"]), true),
            (test().contains("cp"), test().equals(["cpc", "paid"]), false),
            (test().starts("paid"), test().starts("paid-social"), true),
            (test().starts("paid-social"), test().starts("paid"), false),
            (test().contains("push"), test().ends("web-push"), true),
            (test().list(["ai", "social"]), test().list("ai"), true),
            (test().regex("a"), test().regex("a"), true),
            (test().regex("a+"), test().regex("a"), false),
            (test().equals("a").inverted(), test().equals("b"), false),
        ] {
            let (wide, narrow) = (rule("medium", wide), rule("medium", narrow));
            let found = shadow(&narrow, std::slice::from_ref(&wide)).is_some();
            assert_eq!(found, covered, "{wide:?} {narrow:?}");
        }
    }

    #[test]
    fn further_conditions_only_narrow() {
        let wide = rule("medium", "email".into());
        let narrow = wide.clone().when("source", "crm");
        assert_eq!(shadow(&narrow, std::slice::from_ref(&wide)), Some(0));
        assert_eq!(shadow(&wide, std::slice::from_ref(&narrow)), None);
        let either = ChannelRule::new("B").any("medium", "email").any("source", "email");
        assert_eq!(shadow(&wide, std::slice::from_ref(&either)), Some(0));
        assert_eq!(shadow(&either, std::slice::from_ref(&wide)), None);
        assert_eq!(shadow(&either, &[ChannelRule::new("All")]), Some(0));
    }
}
