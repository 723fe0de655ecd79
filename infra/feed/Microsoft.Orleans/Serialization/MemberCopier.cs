using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;

namespace Orleans.Serialization;

/// <summary>Copies an object field by field with generated code, since records keep their fields private and read-only.</summary>
internal sealed class MemberCopier(Type type) : Copier
{
    private static readonly MethodInfo s_copy = typeof(Copier).GetMethod(nameof(Copy))!;
    private static readonly MethodInfo s_record = typeof(CopyContext).GetMethod(nameof(CopyContext.Record))!;
    private static readonly MethodInfo s_uninitialised = typeof(RuntimeHelpers).GetMethod(nameof(RuntimeHelpers.GetUninitializedObject))!;
    private static readonly MethodInfo s_typeOf = typeof(Type).GetMethod(nameof(Type.GetTypeFromHandle))!;

    private Func<Copier[], object, CopyContext, object>? _copy;
    private Copier[] _members = [];
    private bool _isShallow;

    // A class has an identity, so it is copied even when its fields need none.
    public override bool IsShallow => _isShallow;

    /// <summary>Second step of construction: a type may hold itself, so its members are known later than the type.</summary>
    public void Complete(IReadOnlyList<(FieldInfo Field, Copier Copier)> members)
    {
        _members = [.. members.Select(member => member.Copier)];
        _isShallow = type.IsValueType && Array.TrueForAll(_members, member => member.IsShallow);
        _copy = _isShallow ? null : Generate(members);
    }

    public override object? Copy(object? value, CopyContext context)
    {
        if (value is null || _isShallow)
        {
            return value;
        }

        if (!type.IsValueType)
        {
            if (context.TryGet(value, out var known))
            {
                return known;
            }

            // A derived value decides for itself.
            if (value.GetType() != type)
            {
                return DeepCopy.For(value.GetType()).Copy(value, context);
            }
        }

        return _copy!(_members, value, context);
    }

    private Func<Copier[], object, CopyContext, object> Generate(IReadOnlyList<(FieldInfo Field, Copier Copier)> members)
    {
        var method = new DynamicMethod(
            $"Copy {type}",
            typeof(object),
            [typeof(Copier[]), typeof(object), typeof(CopyContext)],
            typeof(MemberCopier).Module,
            skipVisibility: true
        );
        var il = method.GetILGenerator();
        var source = il.DeclareLocal(type);
        var copy = il.DeclareLocal(type);
        il.Emit(OpCodes.Ldarg_1);
        il.Emit(OpCodes.Unbox_Any, type);
        il.Emit(OpCodes.Stloc, source);
        if (type.IsValueType)
        {
            il.Emit(OpCodes.Ldloc, source);
            il.Emit(OpCodes.Stloc, copy);
        }
        else
        {
            EmitCreate(il);
            il.Emit(OpCodes.Stloc, copy);
            il.Emit(OpCodes.Ldarg_2);
            il.Emit(OpCodes.Ldloc, source);
            il.Emit(OpCodes.Ldloc, copy);
            il.Emit(OpCodes.Call, s_record);
        }

        for (var i = 0; i < members.Count; i++)
        {
            EmitMember(il, source, copy, members[i].Field, members[i].Copier.IsShallow, i);
        }

        il.Emit(OpCodes.Ldloc, copy);
        if (type.IsValueType)
        {
            il.Emit(OpCodes.Box, type);
        }

        il.Emit(OpCodes.Ret);
        return method.CreateDelegate<Func<Copier[], object, CopyContext, object>>();
    }

    private void EmitCreate(ILGenerator il)
    {
        if (
            type.GetConstructor(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic, []) is
            { IsPrivate: false } constructor
        )
        {
            il.Emit(OpCodes.Newobj, constructor);
            return;
        }

        il.Emit(OpCodes.Ldtoken, type);
        il.Emit(OpCodes.Call, s_typeOf);
        il.Emit(OpCodes.Call, s_uninitialised);
        il.Emit(OpCodes.Castclass, type);
    }

    private void EmitMember(ILGenerator il, LocalBuilder source, LocalBuilder copy, FieldInfo field, bool shallow, int index)
    {
        if (shallow && type.IsValueType)
        {
            return;
        }

        il.Emit(type.IsValueType ? OpCodes.Ldloca : OpCodes.Ldloc, copy);
        if (shallow)
        {
            il.Emit(OpCodes.Ldloc, source);
            il.Emit(OpCodes.Ldfld, field);
        }
        else
        {
            il.Emit(OpCodes.Ldarg_0);
            il.Emit(OpCodes.Ldc_I4, index);
            il.Emit(OpCodes.Ldelem_Ref);
            il.Emit(OpCodes.Ldloc, source);
            il.Emit(OpCodes.Ldfld, field);
            il.Emit(OpCodes.Box, field.FieldType);
            il.Emit(OpCodes.Ldarg_2);
            il.Emit(OpCodes.Callvirt, s_copy);
            il.Emit(OpCodes.Unbox_Any, field.FieldType);
        }

        il.Emit(OpCodes.Stfld, field);
    }
}
