"""The Shanghai programme 智能制造系统解决方案揭榜挂帅 of 2024: 附件1 申报书 and 附件2 推荐汇总表."""
