//! Which contacts are meant: by touchpoint, by kind of event, or by both.

use serde::Serialize;

use crate::declare::options;
use crate::options::Names;

options! {
    /// Which contacts are meant.
    ///
    /// As options: `"branch"` or `["branch", "call"]` for the touchpoints or kinds of event of these
    /// names (`"(conversion)"`: the conversion of a journey), or
    /// `{"touchpoint": "branch", "event": ["offer", "advice"]}` for contacts that are both.
    ///
    /// ```
    /// use cx_core::journey::Selector;
    /// use cx_core::options::Names;
    /// let both = Selector { event: "advice".into(), ..Selector::from(Names::from("branch")) };
    /// assert_eq!(both.to_string(), "branch, advice");
    /// ```
    #[derive(Debug, Clone, PartialEq, Eq, Serialize)]
    pub struct Selector or Names {
        /// Touchpoints or kinds of event, whichever has the name; empty: all.
        pub any: Names = Names::default(),
        /// Touchpoints; empty: all.
        pub touchpoint: Names = Names::default(),
        /// Kinds of event; empty: all.
        pub event: Names = Names::default(),
    }
}

impl From<Names> for Selector {
    fn from(any: Names) -> Self {
        Self { any, ..Self::default() }
    }
}

impl From<&str> for Selector {
    fn from(name: &str) -> Self {
        Names::from(name).into()
    }
}

impl std::fmt::Display for Selector {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let parts = [&self.any, &self.touchpoint, &self.event];
        let parts = parts.into_iter().filter(|names| !names.0.is_empty());
        f.write_str(&parts.map(|names| names.0.join(" | ")).collect::<Vec<_>>().join(", "))
    }
}
