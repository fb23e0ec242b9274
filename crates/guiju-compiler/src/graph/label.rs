//! What nodes and edges are called, in either tongue.

use guiju_syntax::Tongue;

use super::{EdgeKind, Node, NodeKind};

impl NodeKind {
    /// Returns its stable word, as in keys and JSON.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Rule => "rule",
            Self::Clause => "clause",
            Self::Register => "register",
            Self::Sequence => "sequence",
            Self::Param => "param",
            Self::Assumption => "assumption",
            Self::Table => "table",
            Self::State => "state",
            Self::Exemption => "exemption",
            Self::Measure => "measure",
            Self::Grade => "grade",
            Self::Record => "record",
            Self::Event => "event",
            Self::Catalog => "catalog",
        }
    }

    /// Returns its word for a reader of `tongue`.
    #[must_use]
    pub const fn in_tongue(self, tongue: Tongue) -> &'static str {
        let zh = match self {
            Self::Rule => "规则",
            Self::Clause => "条款",
            Self::Register => "名册",
            Self::Sequence => "序列",
            Self::Param => "参数",
            Self::Assumption => "暂定",
            Self::Table => "表",
            Self::State => "状态",
            Self::Exemption => "豁免",
            Self::Measure => "度量",
            Self::Grade => "评级",
            Self::Record => "档案",
            Self::Event => "事件",
            Self::Catalog => "目录",
        };
        tongue.pick(self.word(), zh)
    }
}

impl EdgeKind {
    /// Returns its stable word, as in JSON.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Cites => "cites",
            Self::Reads => "reads",
            Self::DependsOn => "depends_on",
            Self::RefersTo => "refers_to",
        }
    }

    /// Returns its word for a reader of `tongue`.
    #[must_use]
    pub const fn in_tongue(self, tongue: Tongue) -> &'static str {
        match self {
            Self::Cites => tongue.pick("cites", "依据"),
            Self::Reads => tongue.pick("reads", "读取"),
            Self::DependsOn => tongue.pick("depends on", "依赖"),
            Self::RefersTo => tongue.pick("refers to", "指向"),
        }
    }
}

impl Node {
    /// Returns what to write on it, line by line: kind and name, then the title of a rule or clause.
    #[must_use]
    pub fn label(&self, tongue: Tongue) -> Vec<String> {
        let mut lines = vec![format!("{} {}", self.kind.in_tongue(tongue), self.name.in_tongue(tongue))];
        if matches!(self.kind, NodeKind::Rule | NodeKind::Clause) {
            lines.extend(self.title.as_ref().map(|title| title.in_tongue(tongue).to_owned()));
        }
        lines
    }
}
