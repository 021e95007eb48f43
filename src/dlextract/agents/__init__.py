"""The MCP server: papers for agents. Needs the extra ``mcp``; nothing here is imported by other commands."""
