using Masterplan.Runtime.Expressions;
using Masterplan.Runtime.Expressions.CSharp;

namespace Masterplan.Runtime.Tests.Expressions;

public sealed class CSharpExpressionTests
{
    private static readonly Dictionary<string, object?> Globals = new()
    {
        ["Variables"] = new Dictionary<string, object?> { ["Name"] = "bob", ["Count"] = 7L, ["Beds"] = new List<object?> { 1L, 2L, 3L }, ["None"] = null },
    };

    [Theory]
    [InlineData("1 + 2 * 3", 7)]
    [InlineData("7 / 2", 3)]
    [InlineData("7 / 2.0", 3.5)]
    [InlineData("(1 + 2) * 3 % 4", 1)]
    [InlineData("-2 - -3", 1)]
    [InlineData("return 5;", 5)]
    [InlineData("\"a\" + 1", "a1")]
    [InlineData("Variables.Name", "bob")]
    [InlineData("Variables[\"Name\"].Length", 3)]
    [InlineData("Variables.Beds[1]", 2L)]
    [InlineData("Variables.Beds.Count == 3 && !(Variables.Count < 7)", true)]
    [InlineData("Variables.None ?? \"nobody\"", "nobody")]
    [InlineData("Variables.None?.Name == null ? \"yes\" : \"no\"", "yes")]
    [InlineData("$\"{Variables.Name} has {Variables.Count + 1} beds\"", "bob has 8 beds")]
    [InlineData("$\"{{{Variables.Count,3:D2}}}\"", "{ 07}")]
    [InlineData("'x' + \"\\n\"", "x\n")]
    [InlineData("1 != 2 || Missing", true)]
    public void An_expression_has_the_value_that_C_sharp_gives_it(string text, object expected) => CSharpExpression.Parse(text).Evaluate(Globals).ShouldBe(expected);

    [Theory]
    [InlineData("")]
    [InlineData("1 +")]
    [InlineData("System.IO.File.ReadAllText(\"/etc/passwd\")")]
    [InlineData("\"open")]
    [InlineData("$\"{1\"")]
    [InlineData("var x = 1; x")]
    [InlineData("99999999999999999999")]
    public void What_is_no_expression_is_refused(string text) => Should.Throw<ExpressionException>(() => CSharpExpression.Parse(text));

    [Theory]
    [InlineData("1 / 0")]
    [InlineData("Missing")]
    [InlineData("Variables.Missing")]
    [InlineData("Variables.Name.GetType")]
    [InlineData("Variables.Name - 1")]
    [InlineData("Variables.Beds[9]")]
    public void What_cannot_be_evaluated_says_so(string text) => Should.Throw<ExpressionException>(() => CSharpExpression.Parse(text).Evaluate(Globals));

    [Theory]
    [InlineData("(")]
    [InlineData("!")]
    [InlineData("- ")]
    [InlineData("1 + ")]
    [InlineData("true ? 1 : ")]
    [InlineData("Variables.")]
    public void An_expression_of_very_many_parts_is_refused_instead_of_overflowing_the_stack(string part) =>
        Should.Throw<ExpressionException>(() => CSharpExpression.Parse(string.Concat(Enumerable.Repeat(part, 100_000)) + "1")).Message.ShouldContain("more than 500 parts");
}
