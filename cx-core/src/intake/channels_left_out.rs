//! What stands for channels in a build without them: options that nobody can have.

use serde::de::Error as _;
use serde::{Serialize, Serializer};
use serde_json::Value;

use crate::Result;
use crate::columns::{Coded, Format, Reason, Table};
use crate::from_json::deserialize;
use crate::options::FromJson;

/// Rules of channels, which this build goes without.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChannelOptions {}

impl ChannelOptions {
    pub(crate) fn resolved(&self) -> Self {
        match *self {}
    }
}

impl Serialize for ChannelOptions {
    fn serialize<S: Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
        match *self {}
    }
}

impl FromJson for ChannelOptions {
    fn from_json(_: Value) -> Result<Self, serde_json::Error> {
        Err(serde_json::Error::custom(
            "this build goes without channels; build cx-core with its feature \"channels\"; in the browser: \
             initAnalysis()",
        ))
    }
}

deserialize!(ChannelOptions);

/// Nothing either.
#[derive(Debug)]
pub(crate) struct ChannelRole<'a>(&'a ChannelOptions);

impl<'a> ChannelRole<'a> {
    #[allow(clippy::unnecessary_wraps, reason = "the rules of a build with channels may be wrong")]
    pub(crate) fn of(_: &'static str, options: &'a ChannelOptions) -> Result<Self> {
        Ok(Self(options))
    }

    pub(crate) fn columns(&self) -> Vec<&'a str> {
        match *self.0 {}
    }

    pub(crate) fn read(
        &self,
        _: usize,
        _: &Table<'_>,
        _: &Format,
    ) -> Result<(Coded, Vec<(u32, Reason)>)> {
        match *self.0 {}
    }

    pub(crate) fn channels(&self, _: Vec<Coded>, _: usize) -> Result<Coded> {
        match *self.0 {}
    }
}
