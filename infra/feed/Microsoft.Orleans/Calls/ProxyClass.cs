using System.Linq.Expressions;
using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;
using Orleans.Execution;
using Orleans.Runtime;

namespace Orleans.Calls
{
    /// <summary>Makes the class behind references to one interface: each method boxes its arguments and hands them to its base.</summary>
    internal static class ProxyClass
    {
        private static readonly Type[] s_constructor = [typeof(Silo), typeof(GrainInterface), typeof(GrainId)];

        private static readonly ConstructorInfo s_ignoresAccessChecks = typeof(IgnoresAccessChecksToAttribute).GetConstructor([
            typeof(string),
        ])!;

        public static Func<Silo, GrainInterface, GrainId, GrainReference> Create(Type type, GrainMethod[] methods)
        {
            // The interface and the types that it names may be internal to their assemblies.
            var assembly = AssemblyBuilder.DefineDynamicAssembly(new AssemblyName($"Proxy of {type}"), AssemblyBuilderAccess.Run);
            foreach (var name in AssembliesOf(type, methods))
            {
                assembly.SetCustomAttribute(new CustomAttributeBuilder(s_ignoresAccessChecks, [name]));
            }

            var builder = assembly
                .DefineDynamicModule("Proxies")
                .DefineType($"{type}Proxy", TypeAttributes.Sealed | TypeAttributes.Public, typeof(ProxyBase), [type]);
            DefineConstructor(builder);
            for (var i = 0; i < methods.Length; i++)
            {
                DefineMethod(builder, methods[i].Method, i);
            }

            var parameters = Array.ConvertAll(s_constructor, Expression.Parameter);
            return Expression
                .Lambda<Func<Silo, GrainInterface, GrainId, GrainReference>>(
                    Expression.New(builder.CreateType().GetConstructor(s_constructor)!, parameters),
                    parameters
                )
                .Compile();
        }

        private static void DefineConstructor(TypeBuilder builder)
        {
            var il = builder.DefineConstructor(MethodAttributes.Public, CallingConventions.HasThis, s_constructor).GetILGenerator();
            for (var i = 0; i <= s_constructor.Length; i++)
            {
                il.Emit(OpCodes.Ldarg, i);
            }

            il.Emit(OpCodes.Call, typeof(ProxyBase).GetConstructor(BindingFlags.Instance | BindingFlags.NonPublic, s_constructor)!);
            il.Emit(OpCodes.Ret);
        }

        private static void DefineMethod(TypeBuilder builder, MethodInfo method, int index)
        {
            var parameters = Array.ConvertAll(method.GetParameters(), parameter => parameter.ParameterType);
            var proxy = builder.DefineMethod(
                $"{method.DeclaringType}.{method.Name}",
                MethodAttributes.Private | MethodAttributes.Virtual | MethodAttributes.Final | MethodAttributes.HideBySig,
                method.ReturnType,
                parameters
            );
            var il = proxy.GetILGenerator();
            il.Emit(OpCodes.Ldarg_0);
            il.Emit(OpCodes.Ldc_I4, index);
            il.Emit(OpCodes.Ldc_I4, parameters.Length);
            il.Emit(OpCodes.Newarr, typeof(object));
            for (var i = 0; i < parameters.Length; i++)
            {
                il.Emit(OpCodes.Dup);
                il.Emit(OpCodes.Ldc_I4, i);
                il.Emit(OpCodes.Ldarg, i + 1);
                il.Emit(OpCodes.Box, parameters[i]);
                il.Emit(OpCodes.Stelem_Ref);
            }

            il.Emit(OpCodes.Call, CallMethodFor(method.ReturnType));
            il.Emit(OpCodes.Ret);
            builder.DefineMethodOverride(proxy, method);
        }

        private static MethodInfo CallMethodFor(Type returnType)
        {
            if (returnType == typeof(void))
            {
                return typeof(ProxyBase).GetMethod(nameof(ProxyBase.CallVoid))!;
            }

            var isTask = returnType.IsAssignableTo(typeof(Task));
            var name = isTask ? nameof(ProxyBase.CallTask) : nameof(ProxyBase.CallValueTask);
            var method = typeof(ProxyBase)
                .GetMethods()
                .Single(each => each.Name == name && each.IsGenericMethodDefinition == returnType.IsGenericType);
            return returnType.IsGenericType ? method.MakeGenericMethod(returnType.GetGenericArguments()) : method;
        }

        private static HashSet<string> AssembliesOf(Type type, GrainMethod[] methods)
        {
            var names = new HashSet<string>(StringComparer.Ordinal) { typeof(ProxyBase).Assembly.GetName().Name! };
            var types = new Stack<Type>(methods.SelectMany(each => each.Method.GetParameters()).Select(each => each.ParameterType));
            foreach (var each in methods.Select(each => each.Method.ReturnType).Concat(type.GetInterfaces()).Append(type))
            {
                types.Push(each);
            }

            while (types.TryPop(out var next))
            {
                names.Add(next.Assembly.GetName().Name!);
                foreach (var part in next.GetGenericArguments().Concat(next.HasElementType ? [next.GetElementType()!] : []))
                {
                    types.Push(part);
                }
            }

            return names;
        }
    }
}

namespace System.Runtime.CompilerServices
{
    /// <summary>The runtime knows this attribute by its name.</summary>
    [AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
    internal sealed class IgnoresAccessChecksToAttribute(string assemblyName) : Attribute
    {
        public string AssemblyName { get; } = assemblyName;
    }
}
